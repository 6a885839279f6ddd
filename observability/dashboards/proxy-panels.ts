import { type ProxyPods, proxyConnections, proxyCpu, proxyMemory, proxyThrottling } from '../proxies.js';
import { type RequestScope, requestRate } from '../requests.js';
import { lines, RATE_WINDOW } from './panels.js';

const BY_POD = '{{pod}}';

/**
 * How full the proxies are.
 *
 * @param scope the requests that they handle
 */
export function proxyPanels(pods: ProxyPods, scope: RequestScope) {
  return [
    lines({
      title: 'CPU of proxies',
      description: 'Cores by pod, from the kubelet. Pods without a sidecar, as in ambient mode, have none.',
      unit: 'short',
      width: 6,
      queries: [{ expression: proxyCpu(pods, RATE_WINDOW), legend: BY_POD }],
    }),
    lines({
      title: 'Proxies that wait for CPU',
      description: 'Share of the periods in which the limit of CPU held a proxy back. Above 0, requests wait.',
      unit: 'percentunit',
      width: 6,
      queries: [{ expression: proxyThrottling(pods, RATE_WINDOW), legend: BY_POD }],
    }),
    lines({
      title: 'Memory of proxies',
      description: 'Working set by pod, from the kubelet. At its limit the proxy is killed.',
      unit: 'bytes',
      width: 6,
      queries: [{ expression: proxyMemory(pods), legend: BY_POD }],
    }),
    lines({
      title: 'Open connections',
      description:
        "To the proxy, by pod; Envoy's own counter. It needs pods that are scraped with the labels namespace and pod.",
      unit: 'short',
      width: 6,
      queries: [{ expression: proxyConnections(pods), legend: BY_POD }],
    }),
    lines({
      title: 'Refused by circuit breakers',
      description: 'Requests a second that a limit of a DestinationRule refused (flag UO), as their callers saw them.',
      unit: 'reqps',
      width: 24,
      queries: [
        {
          expression: requestRate(
            { ...scope, reporter: 'source', response_flags: { matches: '.*UO.*' } },
            RATE_WINDOW,
            ['destination_service_name'],
          ),
          legend: '{{destination_service_name}}',
        },
      ],
    }),
  ];
}
