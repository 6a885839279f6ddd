import type { ObservedGateway } from '../observed.js';
import { failureShare, mutualTlsShare, type RequestScope, requestRate } from '../requests.js';
import { busiestServices } from './busiest-services.js';
import { document, type GrafanaDashboard } from './document.js';
import { latencies } from './latencies.js';
import { figure, lines, RATE_WINDOW } from './panels.js';
import { proxyPanels } from './proxy-panels.js';

/** What comes in at a gateway, where it goes, and how full the gateway is. */
export function gatewayDashboard(gateway: ObservedGateway, environment?: string): GrafanaDashboard {
  const workload: RequestScope = {
    source_workload: gateway.workload,
    source_workload_namespace: gateway.namespace,
  };
  // A gateway is the first proxy of a request: it reports as the source of what it passes on.
  const scope: RequestScope = { reporter: 'source', ...workload };
  const by = ['destination_service_name', 'destination_service_namespace'] as const;
  return document(
    { kind: 'gateway', name: `${gateway.namespace}/${gateway.name}`, environment },
    `Requests that enter or leave through ${gateway.workload} in ${gateway.namespace}, as the gateway counts them.`,
    {
      Requests: [
        lines({
          title: 'Requests by answer',
          description: 'Requests a second by status code. 0 is a request that ended before its answer.',
          unit: 'reqps',
          queries: [{ expression: requestRate(scope, RATE_WINDOW, ['response_code']), legend: '{{response_code}}' }],
        }),
        lines({
          title: 'Errors',
          description: 'Share of the requests that failed by a fault behind the gateway.',
          unit: 'percentunit',
          queries: [{ expression: failureShare(scope, RATE_WINDOW), legend: 'errors' }],
        }),
        lines({
          title: 'Latency',
          description: 'What users wait for, without their own network: p50, p95 and p99 at the gateway.',
          unit: 'ms',
          queries: latencies(scope),
        }),
      ],
      Destinations: [
        ...busiestServices(scope, by, {
          requests: [
            'Requests by service',
            'The ten services with the most requests. `unknown` had no route: a 404 with the flag NR.',
          ],
          failures: ['Failures by service', 'The ten services whose failures users see most, a second.'],
          p95: ['p95 by service', 'The ten slowest services behind the gateway.'],
        }),
      ],
      Refused: [
        lines({
          title: 'Failures by flag',
          description:
            'Why the gateway ended a request itself: NR no route, UH no healthy endpoint, UF no connection, UO circuit breaker.',
          unit: 'reqps',
          width: 12,
          queries: [
            {
              expression: requestRate({ ...scope, response_flags: { not: '-' } }, RATE_WINDOW, ['response_flags']),
              legend: '{{response_flags}}',
            },
          ],
        }),
        figure({
          title: 'Mutual TLS into the mesh',
          description:
            'Share of the requests of this gateway that reached their service by mutual TLS, as the services saw it.',
          unit: 'percentunit',
          width: 12,
          queries: [{ expression: mutualTlsShare(workload, RATE_WINDOW), legend: 'mutual TLS' }],
        }),
      ],
      Proxies: proxyPanels({ namespace: gateway.namespace, workloads: [gateway.workload] }, workload),
    },
  );
}
