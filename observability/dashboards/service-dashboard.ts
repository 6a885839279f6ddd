import { ISTIO_METRICS } from '../istio-metrics.js';
import type { ObservedService } from '../observed.js';
import { oneOf, rate, sum } from '../promql.js';
import { clusterRate } from '../proxies.js';
import { failureShare, latency, mutualTlsShare, type RequestScope, requestRate } from '../requests.js';
import { busiestServices } from './busiest-services.js';
import { document, type GrafanaDashboard } from './document.js';
import { latencies } from './latencies.js';
import { figure, lines, RATE_WINDOW } from './panels.js';
import { proxyPanels } from './proxy-panels.js';

/**
 * Rate, errors, latency, versions, callers, dependencies, mutual TLS and the proxies of one service.
 *
 * @param hasEnvoyCounters whether proxies keep Envoy's own counters by cluster
 */
export function serviceDashboard(
  service: ObservedService,
  environment?: string,
  hasEnvoyCounters = false,
): GrafanaDashboard {
  const to: RequestScope = {
    destination_service_name: oneOf(service.services),
    destination_service_namespace: service.namespace,
  };
  // Its own requests are counted by its own proxies: others do not know its app.
  const from: RequestScope = {
    reporter: 'source',
    source_app: service.app,
    source_workload_namespace: service.namespace,
  };
  return document(
    { kind: 'service', name: `${service.namespace}/${service.name}`, environment },
    `Requests to ${service.name} in ${service.namespace}, by Istio's standard metrics. A caller or server without a proxy has no series.`,
    {
      ...(service.carries.has('http') ? httpSections({ ...to, reporter: '$reporter' }) : {}),
      ...(service.carries.has('tcp') ? { Connections: tcpPanels({ ...to, reporter: '$reporter' }) } : {}),
      'Versions, by Envoy': hasEnvoyCounters ? [envoyPanel(service)] : [],
      Dependencies: dependencyPanels(from),
      Security: [
        figure({
          title: 'Mutual TLS',
          description: 'Share of what came in by mutual TLS. Only the receiving side knows it.',
          unit: 'percentunit',
          width: 12,
          queries: [
            ...(service.carries.has('http')
              ? [{ expression: mutualTlsShare(to, RATE_WINDOW), legend: 'requests' }]
              : []),
            ...(service.carries.has('tcp')
              ? [{ expression: mutualTlsShare(to, RATE_WINDOW, 'connectionsOpened'), legend: 'connections' }]
              : []),
          ],
        }),
      ],
      Proxies: service.workloads.length === 0 ? [] : proxyPanels(service, to),
    },
    true,
  );
}

function httpSections(scope: RequestScope) {
  return {
    Requests: [
      lines({
        title: 'Requests by answer',
        description: 'Requests a second by status code. 0 is a request that ended before its answer.',
        unit: 'reqps',
        queries: [{ expression: requestRate(scope, RATE_WINDOW, ['response_code']), legend: '{{response_code}}' }],
      }),
      lines({
        title: 'Errors',
        description:
          'Share of the requests that failed by a fault of the server: 5xx, no answer, or a gRPC status that means the same.',
        unit: 'percentunit',
        queries: [{ expression: failureShare(scope, RATE_WINDOW), legend: 'errors' }],
      }),
      lines({
        title: 'Latency',
        description:
          'Half, 95 % and 99 % of the requests were answered within this time, read between the bounds of buckets.',
        unit: 'ms',
        queries: latencies(scope),
      }),
    ],
    Versions: [
      lines({
        title: 'Requests by version',
        description: 'Where a split of the traffic shows. The version is the label `version` of the pod that answered.',
        unit: 'reqps',
        queries: [
          { expression: requestRate(scope, RATE_WINDOW, ['destination_version']), legend: '{{destination_version}}' },
        ],
      }),
      lines({
        title: 'Errors by version',
        description: 'What to look at before a canary gets more traffic.',
        unit: 'percentunit',
        queries: [
          { expression: failureShare(scope, RATE_WINDOW, ['destination_version']), legend: '{{destination_version}}' },
        ],
      }),
      lines({
        title: 'p95 by version',
        description: '95 % of the requests to a version were answered within this time.',
        unit: 'ms',
        queries: [
          { expression: latency(0.95, scope, RATE_WINDOW, ['destination_version']), legend: '{{destination_version}}' },
        ],
      }),
    ],
    Callers: [
      lines({
        title: 'Requests by caller',
        description: 'The ten callers with the most requests. `unknown` has no proxy.',
        unit: 'reqps',
        width: 12,
        queries: [
          {
            expression: `topk(10, ${requestRate(scope, RATE_WINDOW, ['source_workload', 'source_workload_namespace'])})`,
            legend: '{{source_workload_namespace}}/{{source_workload}}',
          },
        ],
      }),
      lines({
        title: 'Failures by flag',
        description:
          "Why a proxy ended a request: UO its circuit breaker, UH no healthy endpoint, UF no connection, UT the timeout, NR no route, URX retries used up; Envoy's access log documentation has them all.",
        unit: 'reqps',
        width: 12,
        queries: [
          {
            expression: requestRate({ ...scope, response_flags: { not: '-' } }, RATE_WINDOW, ['response_flags']),
            legend: '{{response_flags}}',
          },
        ],
      }),
    ],
  };
}

function tcpPanels(scope: RequestScope) {
  const total = (metric: string) => sum(rate(metric, scope, RATE_WINDOW));
  return [
    lines({
      title: 'Connections',
      description: 'Connections that opened and closed, a second, of protocols other than HTTP.',
      unit: 'cps',
      width: 12,
      queries: [
        { expression: total(ISTIO_METRICS.connectionsOpened), legend: 'opened' },
        { expression: total(ISTIO_METRICS.connectionsClosed), legend: 'closed' },
      ],
    }),
    lines({
      title: 'Bytes',
      description: 'Bytes a second: received from callers, and sent to them.',
      unit: 'Bps',
      width: 12,
      queries: [
        { expression: total(ISTIO_METRICS.bytesReceived), legend: 'received' },
        { expression: total(ISTIO_METRICS.bytesSent), legend: 'sent' },
      ],
    }),
  ];
}

/** Where a split shows without Istio's metrics: Envoy counts by cluster, and a subset is a cluster. */
function envoyPanel(service: ObservedService) {
  return lines({
    title: 'Requests by cluster of Envoy',
    description: "Requests that proxies and gateways sent, by Envoy's own counters: `outbound|PORT|SUBSET|HOST`.",
    unit: 'reqps',
    width: 24,
    queries: [{ expression: clusterRate(service, RATE_WINDOW), legend: '{{cluster_name}}' }],
  });
}

function dependencyPanels(scope: RequestScope) {
  const by = ['destination_service_name', 'destination_service_namespace'] as const;
  return busiestServices(scope, by, {
    requests: [
      'Requests to others',
      'The ten services that this one calls most. PassthroughCluster is a host that the mesh does not know.',
    ],
    failures: ['Errors of others', 'The ten services whose failures this one sees most, a second.'],
    p95: [
      'p95 of others',
      '95 % of the requests to a dependency were answered within this time, its retries included.',
    ],
  });
}
