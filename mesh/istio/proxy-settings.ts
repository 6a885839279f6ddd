import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/config-object.js';
import { isEmptySelector, type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { type Fields, fieldsOf } from '../model/narrowing.js';
import { parseYaml } from '../yaml/parser.js';
import { compareAge, createdAt } from './age.js';

/** The pod that a proxy runs in, as far as it chooses the settings of the proxy. */
export interface ProxiedPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

type ProxyConfig = ConfigObject<IstioSpecs['ProxyConfig']>;

/**
 * The ProxyConfig of a pod's proxy: `defaultConfig` of the MeshConfig, then the oldest ProxyConfig of the root namespace and of the pod's
 * namespace without a selector, then the annotation `proxy.istio.io/config`, then the oldest ProxyConfig that selects the pod. A later
 * one wins field by field, and in `proxyMetadata` key by key (Istio, `ProxyConfigs.EffectiveProxyConfig`).
 */
export function proxySettingsOf({ namespace, labels, annotations }: ProxiedPod, mesh: Mesh): Fields {
  const { rootNamespace, raw } = mesh.config;
  const annotated = annotations['proxy.istio.io/config'];
  const objects = oldestFirst(mesh);
  const general = (where: string): Fields =>
    settingsIn(objects.find((one) => one.namespace === where && one.selector === undefined));
  const selecting = objects.find(
    (one) => one.namespace === namespace && !isEmptySelector(one.selector) && matchesLabels(labels, one.selector ?? {}),
  );
  return [
    fieldsOf(raw['defaultConfig']),
    general(rootNamespace),
    namespace === rootNamespace ? {} : general(namespace),
    annotated === undefined ? {} : fieldsOf(parseYaml(annotated).value),
    settingsIn(selecting),
  ].reduce(merged);
}

function merged(one: Fields, other: Fields): Fields {
  return {
    ...one,
    ...other,
    proxyMetadata: { ...fieldsOf(one['proxyMetadata']), ...fieldsOf(other['proxyMetadata']) },
  };
}

/** A ProxyConfig object in the form of the settings of the mesh. */
function settingsIn(object: ProxyConfig | undefined): Fields {
  const { concurrency, environmentVariables, image } = fieldsOf(object?.spec);
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(environmentVariables === undefined ? {} : { proxyMetadata: environmentVariables }),
    ...(image === undefined ? {} : { image }),
  };
}

const sorted = new WeakMap<Mesh, readonly ProxyConfig[]>();

function oldestFirst(mesh: Mesh): readonly ProxyConfig[] {
  let objects = sorted.get(mesh);
  if (objects === undefined) {
    const age = ({ object, name, namespace }: ProxyConfig) => ({ created: createdAt(object), name, namespace });
    objects = [...mesh.istio('ProxyConfig')].sort((one, other) => compareAge(age(one), age(other)));
    sorted.set(mesh, objects);
  }
  return objects;
}
