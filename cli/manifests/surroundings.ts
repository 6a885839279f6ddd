import { InvalidArgumentError, Option } from 'commander';
import { readPodLabels } from '../../mesh/istio/gateway-pods.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import type { ExternalFacts, MeshOptions } from '../../mesh/model/index.js';
import { UsageError } from '../usage-error.js';
import { readCluster } from './cluster-objects.js';
import { readInputs } from './read-inputs.js';

/** The flags that say what is outside the files. */
export interface SurroundingsFlags {
  readonly externalHost: readonly string[];
  readonly externalGateway: readonly string[];
  readonly externalSecret: readonly string[];
  readonly externalNamespace: readonly string[];
  readonly inject: readonly string[];
  readonly against?: readonly string[];
  readonly context?: string;
  readonly complete: boolean;
  readonly at?: Date;
}

/** What is outside the files, for the model. */
export interface Surroundings extends Pick<MeshOptions, 'existing' | 'isComplete' | 'now'> {
  readonly external: Required<ExternalFacts>;
  /** What is wrong with the objects of the cluster. */
  readonly problems: readonly Problem[];
  /** Whether all objects of the cluster that were given were read. */
  readonly isRead: boolean;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
const collectList = (value: string, previous: readonly string[] = []): readonly string[] => [
  ...previous,
  ...value.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
];

/** The options that say what is outside the files. */
export function surroundingsOptions(): readonly Option[] {
  const repeatable = (flags: string, text: string): Option =>
    new Option(flags, `${text}; repeatable`).argParser(collect).default([], 'none');
  return [
    new Option(
      '--inject <namespaces>',
      'namespaces, with commas, whose pods get a sidecar by a label outside the files',
    )
      .argParser(collectList)
      .default([], 'none'),
    repeatable('--external-host <host>', 'host that exists outside the files'),
    repeatable(
      '--external-gateway <gateway>',
      'gateway that exists outside the files: namespace/name, or a label of its pods such as istio=ingressgateway',
    ),
    repeatable('--external-secret <namespace/name>', 'Secret that exists outside the files'),
    repeatable('--external-namespace <name>', 'namespace that exists outside the files'),
    new Option(
      '--against <file>',
      'objects that the cluster has, as `kubectl get … -A -o yaml` gives them: they exist, and are not analyzed; repeatable',
    ).argParser((value: string, previous: readonly string[] = []) => collect(value, previous)),
    new Option('--context <name>', 'the same, asked of the cluster of a context of kubectl'),
    new Option('--complete', 'what is in none of the files does not exist').default(false),
    new Option('--at <date>', 'when certificates and tokens must be valid, such as 2030-01-31 or 2030-01-31T12:00:00Z')
      .argParser(readMoment)
      .default(undefined, 'now'),
  ];
}

/**
 * What the flags say is outside the files.
 *
 * @param known what else is known of it, from settings and from the headers of synthesized files
 * @throws UsageError for a name of the wrong form, and when the cluster cannot be asked
 */
export function readSurroundings(flags: SurroundingsFlags, known: readonly ExternalFacts[]): Surroundings {
  const ofCluster = flags.context === undefined ? undefined : readCluster(flags.context);
  const ofFiles = flags.against === undefined ? undefined : readInputs(flags.against);
  if (ofFiles !== undefined && ofFiles.resources.length === 0) {
    throw new UsageError(`--against ${flags.against?.join(' ')}: no object of a cluster could be read from it`);
  }
  const existing: readonly Resource[] = [...(ofFiles?.resources ?? []), ...(ofCluster?.resources ?? [])];
  return {
    external: mergeFacts([
      ...known,
      {
        hosts: flags.externalHost,
        gateways: flags.externalGateway.map(gatewayName),
        secrets: namespacedNames('--external-secret', flags.externalSecret),
        namespaces: flags.externalNamespace,
        injected: flags.inject,
      },
      { secrets: ofCluster?.secrets ?? [] },
    ]),
    ...(ofFiles === undefined && ofCluster === undefined ? {} : { existing }),
    ...(flags.complete ? { isComplete: true } : {}),
    ...(flags.at === undefined ? {} : { now: flags.at }),
    problems: [...(ofFiles?.problems ?? []), ...(ofCluster?.problems ?? [])],
    isRead: ofFiles?.isComplete !== false,
  };
}

/** The moment that a text means in UTC: a day is its beginning. */
function readMoment(text: string): Date {
  const moment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)
    ? new Date(text)
    : undefined;
  if (moment === undefined || Number.isNaN(moment.getTime())) {
    throw new InvalidArgumentError('Write a day such as 2030-01-31, or a time such as 2030-01-31T12:00:00Z.');
  }
  return moment;
}

function mergeFacts(facts: readonly ExternalFacts[]): Required<ExternalFacts> {
  const all = (key: keyof ExternalFacts): readonly string[] => [...new Set(facts.flatMap((some) => some[key] ?? []))];
  return {
    hosts: all('hosts'),
    gateways: all('gateways'),
    secrets: all('secrets'),
    namespaces: all('namespaces'),
    injected: all('injected'),
  };
}

/** A gateway as {@link ExternalFacts} has it: labels are written with `=`. */
function gatewayName(text: string): string {
  const labels = readPodLabels(text);
  return labels === undefined
    ? (namespacedNames('--external-gateway', [text])[0] ?? text)
    : Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
}

function namespacedNames(flag: string, names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[^/\s]+\/[^/\s]+$/.test(name));
  if (wrong !== undefined) {
    const labels = flag === '--external-gateway' ? 'a label of its pods such as istio=ingressgateway, or ' : '';
    throw new UsageError(`${flag} ${wrong}: write ${labels}NAMESPACE/NAME`);
  }
  return names;
}
