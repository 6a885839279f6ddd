import { type Mesh, proxyConfig, type Workload } from '../../mesh/index.js';
import { envoyForm } from './envoy-form.js';
import type { ProxyConfiguration } from './normal-form.js';

/** What the model says that the proxy of a workload gets. */
export function modelForm(mesh: Mesh, workload: Workload): ProxyConfiguration {
  const config = proxyConfig(mesh, workload);
  return envoyForm({
    Listeners: config?.listeners ?? null,
    Routes: config?.routes ?? null,
    Clusters: config?.clusters ?? null,
  });
}
