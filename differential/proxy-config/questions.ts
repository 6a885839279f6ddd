import { stringify } from 'yaml';
import { type Resource, readManifests } from '../../mesh/index.js';
import { baseManifests } from '../base.js';
import type { DifferentialCase } from '../case.js';
import { withCrdDefaults } from './crd-defaults.js';
import { type PodProxy, runCluster } from './pods.js';

/** One proxy of one configuration, as a generator of the control plane is asked for it. */
export interface ProxyQuestion extends PodProxy {
  /** File with every object of the cluster. */
  readonly file: string;
  /** MeshConfig over the default, as YAML. */
  readonly mesh: string;
}

/** A configuration with the proxies that are compared. */
export interface ProxyCase {
  readonly name: string;
  /** Every object of the cluster, pods and endpoints among them. */
  readonly yaml: string;
  readonly resources: readonly Resource[];
  readonly mesh: string;
  readonly proxies: readonly (readonly [workload: string, proxy: PodProxy])[];
}

/** A caller, a workload that is called, and a gateway: one of each kind of listener. */
const compared = ['shop/client', 'shop/hello-v1', 'istio-system/front'];

/** The proxies of a case of the comparison with a real mesh. */
export function proxyCase({ name, config, meshConfig = '' }: DifferentialCase): ProxyCase {
  // Secrets are left out: the generator of files has no certificates, and the listeners are the same.
  const text = withClusterIps(baseManifests('echo:1')) + config;
  const { resources } = readManifests(text, 'case.yaml', { target: { name: 'cluster', role: 'all' } });
  const { yaml, proxies } = runCluster(resources);
  const chosen = compared.flatMap((workload) => {
    const proxy = proxies.get(workload);
    return proxy === undefined ? [] : [[workload, proxy] as const];
  });
  const objects = resources.map(({ manifest }) => stringify(withCrdDefaults(manifest))).join('---\n');
  return { name, yaml: `${objects}${yaml}`, resources, mesh: meshConfig, proxies: chosen };
}

/** A Service has an address in every cluster; which one decides the names of listeners, so both sides are given the same. */
function withClusterIps(text: string): string {
  let count = 0;
  return text
    .split('\n---')
    .map((document) => {
      if (!/\bkind: Service\n/.test(document) || document.includes('clusterIP')) {
        return document;
      }
      count += 1;
      return document.replace('\nspec:\n', `\nspec:\n  clusterIP: 10.9.0.${count}\n`);
    })
    .join('\n---');
}
