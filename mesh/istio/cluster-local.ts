import { HostIndex } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import { fieldsListOf, fieldsOf, textListOf } from '../model/narrowing.js';

/**
 * The hosts that proxies reach inside their own cluster only: those of `serviceSettings` with `clusterLocal`, the most specific one deciding, and by
 * default those of kube-system, the API server and istiod
 * (https://istio.io/latest/docs/ops/configuration/traffic-management/multicluster/#service-settings).
 */
export class ClusterLocalHosts {
  private readonly byHost = new HostIndex<boolean>();

  constructor({ config }: Mesh) {
    for (const setting of fieldsListOf(config.raw['serviceSettings'])) {
      const isLocal = fieldsOf(setting['settings'])['clusterLocal'] === true;
      for (const host of textListOf(setting['hosts'])) {
        this.byHost.add(host, isLocal);
      }
    }
    for (const host of ['*.kube-system.svc', 'kubernetes.default.svc', `istiod.${config.rootNamespace}.svc`]) {
      this.byHost.add(`${host}.${config.clusterDomain}`, true);
    }
  }

  /** Whether a host, given in full, is kept inside each cluster. */
  isLocal(host: string): boolean {
    return this.byHost.mostSpecific(host)[0] === true;
  }
}
