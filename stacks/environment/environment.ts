import { type LateText, type MeshSettings, Placement } from '../../constructs/index.js';
import { isLabelValue, labelValueRule, type Problem, ProblemsError } from '../../mesh/index.js';
import { reservedKeyProblems } from '../../mesh/validation/reserved-keys.js';
import { keysAt } from '../../mesh/validation/schema-keys.js';
import { schemaProblems } from '../../mesh/validation/schema-problems.js';
import {
  CONFIG_NAMESPACE,
  type OtherKeys,
  providerRegionProblems,
  unreadKeyProblems,
  withProviderRegion,
} from './config-keys.js';
import { meshProblems } from './mesh.js';
import { networkProblems } from './network.js';
import { scenarioProblems } from './scenario-needs.js';
import { type EnvironmentSettings, environmentSchema } from './schema.js';
import { secretProblems } from './secrets.js';
import { checkSwitches, type Switches } from './switches.js';
import { zoneProblems } from './zones.js';

/** An environment, checked and with all defaults filled in. */
export interface Environment {
  /** `<env>` of `Pulumi.<env>.yaml`; also the name of the Pulumi stack. */
  readonly name: string;
  readonly settings: EnvironmentSettings;
  /** What the charts need to know. */
  readonly mesh: MeshSettings;
  /** Keys of settings that are secrets of the stack. @default none */
  readonly secrets?: ReadonlySet<string>;
}

/** An environment on this machine. */
export interface LocalEnvironment extends Environment {
  readonly settings: Extract<EnvironmentSettings, { kind: 'local' }>;
}

/** Whether an environment is one of kind clusters on this machine. */
export function isLocal(environment: Environment): environment is LocalEnvironment {
  return environment.settings.kind === 'local';
}

/** Settings of an environment in the cloud. */
export type CloudSettings = Extract<EnvironmentSettings, { kind: 'cloud' | 'fleet' }>;

/** Settings of one data-plane cluster. */
export type ClusterSettings = CloudSettings['clusters'][string];

/** An environment in the cloud, with or without a fleet. */
export interface CloudEnvironment extends Environment {
  readonly settings: CloudSettings;
}

/** Whether an environment is in the cloud. */
export function isCloud(environment: Environment): environment is CloudEnvironment {
  return environment.settings.kind !== 'local';
}

/** What is known of a configuration besides its values. */
export interface ConfigurationSource {
  /** Line of a key with its namespace, or of a path below it. @default messages name no line */
  readonly lineOf?: (path: string) => number;
  /** The keys of other namespaces. @default they are not known, and not checked */
  readonly others?: OtherKeys;
  /** Name of the Pulumi project. @default it is not known */
  readonly project?: string;
  /** Keys whose values are secrets. @default none */
  readonly secrets?: ReadonlySet<string>;
}

/**
 * Checks the configuration of an environment.
 *
 * @param raw values by key, without the namespace, as in the file or as Pulumi gives them.
 * @param file what messages call the source.
 * @param switches what environments can switch on.
 * @throws ProblemsError with every problem, each with its path in the file.
 */
export function parseEnvironment(
  name: string,
  raw: Readonly<Record<string, unknown>>,
  file: string,
  switches: Switches,
  { lineOf, others, project, secrets = new Set() }: ConfigurationSource = {},
): Environment {
  checkSwitches(switches);
  const schema = environmentSchema(switches);
  const settings = others === undefined ? raw : withProviderRegion(raw, others);
  const result = schema.safeParse(settings, { reportInput: true });
  const problems = secretProblems(raw, secrets);
  const unusable = nameProblem(name, file);
  if (!result.success) {
    const isSecret = ([key]: readonly PropertyKey[]): boolean => secrets.has(String(key));
    const words = { code: 'ENV', page: 'docs/environments.md', schema, isSecret };
    problems.push(...schemaProblems(result.error.issues, words));
  }
  problems.push(...reservedKeyProblems(raw, 'ENV'));
  problems.push(...networkProblems(raw), ...zoneProblems(settings), ...meshProblems(raw));
  problems.push(...scenarioProblems(raw, switches.scenarios));
  const unread =
    others === undefined
      ? []
      : [...unreadKeyProblems(others, keysAt(schema, []), project), ...providerRegionProblems(raw, others)];
  if (result.success && problems.length + unread.length === 0 && unusable === undefined) {
    return { name, settings: result.data, mesh: meshSettings(name, result.data), secrets };
  }
  const placed = [...problems.map((one) => ({ ...one, place: `${CONFIG_NAMESPACE}:${one.place}` })), ...unread];
  placed.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  const inFile = placed.map((problem) => {
    const line = lineOf === undefined ? '' : `:${lineOf(problem.place)}`;
    return { ...problem, place: `${file}${line}: ${problem.place}` };
  });
  throw new ProblemsError(
    `${file} is not a valid environment:`,
    unusable === undefined ? inFile : [unusable, ...inFile],
  );
}

/** Folder of the stages in `dist/`, beside those of the environments. */
const RESERVED_NAME = 'stages';

/** The name of an environment is a folder in `dist/` and the value of the label `env`. */
function nameProblem(name: string, file: string): Problem | undefined {
  const message = `'${name}' cannot be the name of an environment`;
  if (name.toLowerCase() === RESERVED_NAME) {
    return {
      code: 'ENV_NAME',
      place: file,
      message,
      fix: `dist/${RESERVED_NAME}/ holds the stages; use another name`,
    };
  }
  return isLabelValue(name) ? undefined : { code: 'ENV_NAME', place: file, message, fix: labelValueRule };
}

function meshSettings(name: string, settings: EnvironmentSettings): MeshSettings {
  return {
    placement: placementOf(settings),
    apiVersions: settings.apiVersions,
    ownership: settings.ownership,
    environment: name,
    ...(settings.kind === 'local'
      ? { prometheusRules: false }
      : {
          loadBalancers: knownLoadBalancers(settings),
          prometheusRules: settings.observability.alerts.prometheusRules,
        }),
  };
}

/** Ids of CLBs that exist before the first update. */
function knownLoadBalancers({ loadBalancers }: CloudSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(loadBalancers).flatMap(([name, { id }]) => (id === undefined ? [] : [[name, id]])),
  );
}

/**
 * Which API server each object of the environment goes to.
 *
 * @param ids ids of clusters by name. @default those in the settings
 */
export function placementOf(settings: EnvironmentSettings, ids: Readonly<Record<string, LateText>> = {}): Placement {
  if (settings.kind === 'local') return ownIstio(settings.local.clusters);
  const clusters = Object.entries(settings.clusters).map(([name, cluster]) => {
    const id = ids[name] ?? (cluster.type === 'existing' ? cluster.id : undefined);
    return id === undefined ? { name } : { name, id };
  });
  if (settings.mesh.kind === 'istio') return ownIstio(clusters.map(({ name }) => name));
  return settings.kind === 'fleet' ? Placement.fleet(clusters) : Placement.asm(clusters);
}

/** With several clusters, the first holds the configuration. */
function ownIstio([first = 'local', ...rest]: readonly string[]): Placement {
  return rest.length === 0 ? Placement.single(first) : Placement.primaryRemote([first, ...rest]);
}
