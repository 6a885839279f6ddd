import { groupOf, kindOf, type Manifest } from '../../mesh/index.js';
import type { ChartFrame, Choice } from './choices.js';
import { type Expressed, express } from './express.js';
import { literal } from './literal.js';

/** A chart in TypeScript, and what is said about it. */
export interface ImportedChart {
  /** Id of the chart, and name of its module. */
  readonly id: string;
  readonly className: string;
  readonly source: string;
  readonly objects: readonly Expressed[];
}

/** Versions that constructs can be told to write, by the setting that names them. */
const versioned: readonly (readonly [string, RegExp])[] = [
  ['networking', /^networking\.istio\.io\/(v1|v1beta1|v1alpha3)$/],
  ['security', /^security\.istio\.io\/(v1|v1beta1)$/],
  ['telemetry', /^telemetry\.istio\.io\/(v1|v1alpha1)$/],
  ['gatewayApi', /^gateway\.networking\.k8s\.io\/(v1|v1beta1)$/],
];
/** Kinds that have one version whatever the setting says. */
const fixedKinds: ReadonlySet<string> = new Set(['EnvoyFilter', 'ProxyConfig', 'ReferenceGrant', 'GRPCRoute']);

/**
 * The chart that synthesizes to some objects.
 *
 * @param id of the chart
 * @param origin file that the objects are from
 */
export function chartSource(
  id: string,
  className: string,
  origin: string,
  manifests: readonly Manifest[],
): ImportedChart {
  const frame = frameOf(manifests);
  const objects = manifests.map((manifest) => express(manifest, frame));
  const ids = new Ids();
  const statements = objects.map((object) => statementOf(object, ids.of(object.manifest)));
  const body = statements.map((statement) => `${statement.replaceAll(/^(?=.)/gm, '    ')}\n`).join('');
  const source = `${imports(objects, frame)}
/** The objects of ${origin.replaceAll('*/', '* /')}. */
export class ${className} extends MeshChart {
  constructor(scope: Construct, id = ${literal(id)}) {
    super(scope, id, ${frameLiteral(frame)});
${body}  }
}
`;
  return { id, className, source, objects };
}

/** The namespace and the versions that most objects have. */
function frameOf(manifests: readonly Manifest[]): ChartFrame {
  const namespaced = manifests.filter(({ apiVersion, kind }) => kindOf(groupOf(apiVersion), kind)?.scope !== 'cluster');
  const hasNone = namespaced.some(({ metadata }) => metadata.namespace === undefined);
  const namespace = hasNone ? null : (mostFrequent(namespaced.map(({ metadata }) => metadata.namespace ?? '')) ?? null);
  const apiVersions = versioned.flatMap(([setting, pattern]) => {
    const versions = manifests.flatMap(({ apiVersion, kind }) =>
      fixedKinds.has(kind) ? [] : (pattern.exec(apiVersion)?.[1] ?? []),
    );
    const version = mostFrequent(versions);
    return version === undefined || version === 'v1' ? [] : [[setting, version] as const];
  });
  return { namespace, apiVersions: Object.fromEntries(apiVersions) };
}

/** Of several that are equally frequent the first. */
function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

function frameLiteral({ namespace, apiVersions }: ChartFrame): string {
  const versions = Object.entries(apiVersions).map(([setting, version]) => `${setting}: ${literal(version)}`);
  const parts = [
    ...(namespace === 'default' ? [] : [`namespace: ${literal(namespace)}`]),
    ...(versions.length === 0 ? [] : [`apiVersions: { ...STABLE_API_VERSIONS, ${versions.join(', ')} }`]),
  ];
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** Ids of constructs: the name of the object, with its kind where another has the name, and a number where that is not enough. */
class Ids {
  private readonly taken = new Set<string>();

  of({ kind, metadata: { name = kind.toLowerCase() } }: Manifest): string {
    const numbered = Array.from(
      { length: this.taken.size + 1 },
      (_, index) => `${name}-${kind.toLowerCase()}-${index + 2}`,
    );
    const candidates = [name, `${name}-${kind.toLowerCase()}`, ...numbered].map((id) => id.replaceAll('/', '-'));
    const id = candidates.find((one) => !this.taken.has(one)) ?? name;
    this.taken.add(id);
    return id;
  }
}

function statementOf({ className, props, patches }: Expressed, id: string): string {
  const shown = className === 'ApiObject' ? props : withoutName(props, id);
  const made = `new ${className}(this, ${literal(id)}${Object.keys(shown).length === 0 ? '' : `, ${literal(shown)}`})`;
  if (patches.length === 0) return `${made};`;
  const changes = patches.map(
    ({ op, path, value }) => `JsonPatch.${op}(${literal(path)}${op === 'remove' ? '' : `, ${literal(value)}`})`,
  );
  return `// cdk8s would leave these out, or write them otherwise.\n${made}.addJsonPatch(\n${changes.map((change) => `  ${change},\n`).join('')});`;
}

/** Props without the name that the id stands for. */
function withoutName(props: Choice['props'], id: string): Choice['props'] {
  const { name, metadata, ...others } = props as { name?: unknown; metadata?: Readonly<Record<string, unknown>> };
  const { name: own, ...rest } = metadata ?? {};
  const kept = own === undefined || own === id ? rest : { name: own, ...rest };
  return {
    // The id of a MutualTls is not its name.
    ...(name === undefined || (name === id && !('mode' in others)) ? {} : { name }),
    ...(metadata === undefined || Object.keys(kept).length === 0 ? {} : { metadata: kept }),
    ...others,
  };
}

function imports(objects: readonly Expressed[], { apiVersions }: ChartFrame): string {
  const isPlain = objects.some(({ className }) => className === 'ApiObject');
  const isPatched = objects.some(({ patches }) => patches.length > 0);
  const fromCdk8s = [...(isPlain ? ['ApiObject'] : []), ...(isPatched ? ['JsonPatch'] : [])];
  const text = objects.map(({ props }) => literal(props)).join('');
  const ours = [
    ...new Set([
      'MeshChart',
      ...(Object.keys(apiVersions).length === 0 ? [] : ['STABLE_API_VERSIONS']),
      ...objects.map(({ className }) => className).filter((name) => name !== 'ApiObject'),
      ...(/\bDataPlaneMode\./.test(text) ? ['DataPlaneMode'] : []),
    ]),
  ];
  return [
    ...(fromCdk8s.length === 0 ? [] : [`import { ${fromCdk8s.join(', ')} } from 'cdk8s';`]),
    "import type { Construct } from 'constructs';",
    namedImport(ours.sort(), 'asm-blueprints/constructs'),
    '',
  ].join('\n');
}

/** An import in one line, or in a line for each name where that would be long. */
function namedImport(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}
