import { ISTIO_METRICS } from '../istio-metrics.js';
import { failureShare, latency, mutualTlsShare, plainTextRate, type RequestScope, requestRate } from '../requests.js';
import { busiestServices, SERVICE_LEGEND } from './busiest-services.js';
import { document, type GrafanaDashboard } from './document.js';
import { figure, lines, RATE_WINDOW, rows } from './panels.js';

/** A table has no step that a window could follow. */
const TABLE_WINDOW = '5m';

/** The whole mesh: how much, how well, how much of it encrypted, and which services stand out. */
export function meshDashboard(environment?: string): GrafanaDashboard {
  const scope: RequestScope = { reporter: '$reporter' };
  const by = ['destination_service_namespace', 'destination_service_name'] as const;
  return document(
    { kind: 'mesh', environment },
    "All requests between proxies of the mesh, by Istio's standard metrics.",
    {
      Mesh: [
        figure({
          title: 'Requests',
          description: 'Requests a second.',
          unit: 'reqps',
          queries: [{ expression: requestRate(scope, RATE_WINDOW), legend: 'requests' }],
        }),
        figure({
          title: 'Errors',
          description: 'Share of the requests that failed by a fault of a server.',
          unit: 'percentunit',
          queries: [{ expression: failureShare(scope, RATE_WINDOW), legend: 'errors' }],
        }),
        figure({
          title: 'p95',
          description: '95 % of all requests were answered within this time.',
          unit: 'ms',
          queries: [{ expression: latency(0.95, scope, RATE_WINDOW), legend: 'p95' }],
        }),
        figure({
          title: 'Mutual TLS',
          description: 'Share of the requests, and of the connections of other protocols, that came in by mutual TLS.',
          unit: 'percentunit',
          queries: [
            { expression: mutualTlsShare({}, RATE_WINDOW), legend: 'requests' },
            { expression: mutualTlsShare({}, RATE_WINDOW, 'connectionsOpened'), legend: 'connections' },
          ],
        }),
      ],
      Services: [
        rows({
          title: 'Services now',
          description: 'Of the last five minutes, the services with the most requests first.',
          columns: [
            {
              expression: requestRate(scope, TABLE_WINDOW, by),
              legend: 'requests a second',
              unit: 'reqps',
            },
            { expression: failureShare(scope, TABLE_WINDOW, by), legend: 'errors', unit: 'percentunit' },
            { expression: latency(0.5, scope, TABLE_WINDOW, by), legend: 'p50', unit: 'ms' },
            { expression: latency(0.95, scope, TABLE_WINDOW, by), legend: 'p95', unit: 'ms' },
            { expression: latency(0.99, scope, TABLE_WINDOW, by), legend: 'p99', unit: 'ms' },
          ],
        }),
        ...busiestServices(scope, by, {
          requests: ['Most requests', 'The ten services with the most requests.'],
          failures: ['Most failures', 'The ten services with the most failures, a second.'],
          p95: ['Slowest', 'The ten services with the highest p95.'],
        }),
      ],
      Security: [
        lines({
          title: 'Calls without mutual TLS',
          description: 'The ten calls with the most requests in plain text: what STRICT mutual TLS would cut off.',
          unit: 'reqps',
          width: 16,
          queries: [
            {
              expression: `topk(10, ${plainTextRate({}, RATE_WINDOW, ['source_workload_namespace', 'source_workload', ...by])})`,
              legend: `{{source_workload_namespace}}/{{source_workload}} to ${SERVICE_LEGEND}`,
            },
          ],
        }),
        lines({
          title: 'Versions of Istio',
          description: 'Proxies and control planes by version. Gateways and sidecars of an old version need a restart.',
          unit: 'short',
          queries: [
            { expression: `sum by (component, tag) (${ISTIO_METRICS.build})`, legend: '{{component}} {{tag}}' },
          ],
        }),
      ],
    },
    true,
  );
}
