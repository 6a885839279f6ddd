import { apiConnection } from './bridge/subset-lifetime.js';
import { callApiServer } from './bridge/subset-provider.js';

/** How often a Service is looked at before its address is given up. */
const ATTEMPTS = 24;
const PAUSE_MS = 5000;

/**
 * The address of an ASM gateway in one data-plane cluster: that of the Service `istio-<gateway>` in istio-system. Waits
 * two minutes for ASM to make it and for the load balancer's address.
 *
 * @returns `undefined` when there is none by then, or the API server cannot be reached
 */
export async function gatewayAddress(kubeconfig: string, gateway: string): Promise<string | undefined> {
  const path = `/api/v1/namespaces/istio-system/services/istio-${gateway}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { status, body } = await callApiServer(apiConnection(kubeconfig), 'GET', path);
      if (status !== 200 && status !== 404) return undefined;
      const address = status === 200 ? addressIn(JSON.parse(body)) : undefined;
      if (address !== undefined || attempt >= ATTEMPTS) return address;
    } catch {
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

interface Service {
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { ip?: string; hostname?: string }[] } };
}

function addressIn({ status }: Service): string | undefined {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname;
}
