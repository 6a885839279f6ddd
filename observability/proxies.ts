import { literal, type Matchers, rate, series, sum } from './promql.js';

/** The pods of workloads, each a Deployment. */
export interface ProxyPods {
  readonly namespace: string;
  /** Names of the Deployments. */
  readonly workloads: readonly string[];
}

/** Name of the proxy's container in sidecars and gateways. */
const CONTAINER = 'istio-proxy';

/** Labels that the kubelet's metrics and the scraped pods have: a pod of a Deployment has two parts behind its name. */
function podsOf({ namespace, workloads }: ProxyPods): Matchers {
  return { namespace, pod: { matches: `(${workloads.map(literal).join('|')})-[a-z0-9]+-[a-z0-9]+` } };
}

/** Cores that the proxies use, by pod; from the kubelet (cAdvisor). */
export function proxyCpu(pods: ProxyPods, window: string): string {
  return sum(rate('container_cpu_usage_seconds_total', { ...podsOf(pods), container: CONTAINER }, window), ['pod']);
}

/** Share of the scheduler's periods in which a proxy had to wait for CPU because of its limit, 0 to 1, by pod. */
export function proxyThrottling(pods: ProxyPods, window: string): string {
  const labels = { ...podsOf(pods), container: CONTAINER };
  const throttled = sum(rate('container_cpu_cfs_throttled_periods_total', labels, window), ['pod']);
  const all = sum(rate('container_cpu_cfs_periods_total', labels, window), ['pod']);
  return `${throttled} / (${all} > 0)`;
}

/** Bytes of memory that the proxies hold, by pod. */
export function proxyMemory(pods: ProxyPods): string {
  return sum(series('container_memory_working_set_bytes', { ...podsOf(pods), container: CONTAINER }), ['pod']);
}

/** Open connections to the proxies, by pod; Envoy's own counter, which Istio's proxies always have. */
export function proxyConnections(pods: ProxyPods): string {
  return sum(series('envoy_listener_downstream_cx_active', podsOf(pods)), ['pod']);
}
