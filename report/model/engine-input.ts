import { hostsIn } from '../../mesh/istio/container-hosts.js';
import type { Manifest, Resource } from '../../mesh/manifest/resource.js';
import type { MeshOptions } from '../../mesh/model/index.js';
import { asFields, type Fields, fieldsOf } from '../../mesh/model/narrowing.js';

/** What the page makes the mesh of, to answer requests itself: the arguments of `buildMesh`. */
export interface EngineInput {
  readonly resources: readonly Resource[];
  readonly options: Omit<MeshOptions, 'now' | 'parseYaml'>;
}

/**
 * The manifests without what no answer needs and what a page that is passed on must not hold: the data of Secrets and of most ConfigMaps, values of the
 * environment, arguments and commands of containers, and what kubectl last applied. Of texts of containers the hosts that they name are kept.
 */
export function engineInput(resources: readonly Resource[], options: MeshOptions): EngineInput {
  const { now: _, parseYaml: __, existing, ...rest } = options;
  const slim = (some: readonly Resource[]): readonly Resource[] =>
    some.map((resource) => ({ ...resource, manifest: slimManifest(resource.manifest) }));
  return {
    resources: slim(resources),
    options: { ...rest, ...(existing === undefined ? {} : { existing: slim(existing) }) },
  };
}

/** Keys of ConfigMaps that answers depend on: the settings of the mesh, those of the injector, and certificates of authorities. */
const readKeys: ReadonlySet<string> = new Set(['mesh', 'values', 'ca.crt']);

/** Fields that say what a container runs. */
const containerTexts: ReadonlySet<string> = new Set(['args', 'command', 'env', 'lifecycle']);

/** Arguments by which a proxy is known. */
const proxyWords: ReadonlySet<string> = new Set(['proxy', 'router', 'sidecar', 'waypoint', 'ztunnel']);

const appliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

function slimManifest(manifest: Manifest): Manifest {
  const { data, stringData: _, binaryData: __, ...rest } = manifest;
  const isSecret = manifest.kind === 'Secret' && manifest.apiVersion === 'v1';
  const isConfigMap = manifest.kind === 'ConfigMap' && manifest.apiVersion === 'v1';
  const kept = Object.entries(fieldsOf(data)).filter(([key]) => readKeys.has(key));
  const shape = isSecret ? rest : isConfigMap ? { ...rest, data: Object.fromEntries(kept) } : manifest;
  return slimValue(shape) as Manifest;
}

function slimValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(slimValue);
  }
  const fields = asFields(value);
  return fields === undefined
    ? value
    : Object.fromEntries(
        Object.entries(fields).flatMap(([name, inner]): readonly (readonly [string, unknown])[] =>
          name === appliedAnnotation
            ? []
            : [[name, isContainers(name) && Array.isArray(inner) ? inner.map(slimContainer) : slimValue(inner)]],
        ),
      );
}

function isContainers(name: string): boolean {
  return name === 'containers' || name === 'initContainers' || name === 'ephemeralContainers';
}

function slimContainer(container: unknown): unknown {
  const fields = asFields(container);
  if (fields === undefined) {
    return container;
  }
  const { env, args, command } = fields;
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    containerTexts.has(name) ? [] : [[name, name.endsWith('Probe') ? withoutCommand(value) : slimValue(value)]],
  );
  return {
    ...Object.fromEntries(rest),
    ...(Array.isArray(env) ? { env: env.map(slimVariable) } : {}),
    ...(Array.isArray(args) ? { args: args.map(slimText) } : {}),
    ...(Array.isArray(command) ? { command: command.map(slimText) } : {}),
  };
}

function withoutCommand(probe: unknown): unknown {
  const { exec: _, ...rest } = fieldsOf(probe);
  return rest;
}

function slimVariable(variable: unknown): unknown {
  const { name, value }: Fields = fieldsOf(variable);
  return { name, ...(value === undefined ? {} : { value: slimText(value) }) };
}

/** A text with no more than the hosts in it. */
function slimText(text: unknown): unknown {
  return typeof text !== 'string' || proxyWords.has(text)
    ? text
    : hostsIn(text)
        .map((host) => `tcp://${host}`)
        .join(' ');
}
