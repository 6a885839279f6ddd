import { GATEWAY_NAMESPACE } from '../constructs/index.js';
import type { Resource } from '../mesh/index.js';

/** On this machine the ingress gateway comes from Istio's own chart; a Deployment and a Service of ours for it would be twins. */
export function isInstalledByHelm({ manifest }: Pick<Resource, 'manifest'>): boolean {
  const { namespace, name } = manifest.metadata;
  return namespace === GATEWAY_NAMESPACE && name === 'istio-ingressgateway';
}
