import { dashboardsOf } from '../../observability/dashboards/dashboards.js';
import { observedService } from '../observability/observed-service.js';
import { filledIn } from '../observability/promql.js';
import { counter, type Scenario } from './scenario.js';

const MINUTES = 60;

interface Panel {
  readonly targets?: readonly { readonly expr: string }[];
}

/** The queries of every panel. */
function queries(): string[] {
  const gateways = [{ name: 'ingressgateway', namespace: 'istio-system', workload: 'istio-ingressgateway' }];
  return dashboardsOf({ services: [observedService('cart')], gateways, hasEnvoyCounters: true })
    .flatMap(({ json }) => (JSON.parse(json) as { panels: Panel[] }).panels)
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => filledIn(expr)));
}

/** One request each of the kinds that panels ask for, counted by both of its sides. */
function series() {
  const toCart = { destination_service_name: 'cart', destination_service_namespace: 'shop', destination_version: 'v1' };
  const hops = [
    {
      source_workload: 'istio-ingressgateway',
      source_workload_namespace: 'istio-system',
      source_app: 'istio-ingressgateway',
      ...toCart,
    },
    {
      source_workload: 'cart-v1',
      source_workload_namespace: 'shop',
      source_app: 'cart',
      destination_service_name: 'stock',
      destination_service_namespace: 'shop',
      destination_version: 'v1',
    },
    { source_workload: 'unknown', source_workload_namespace: 'unknown', source_app: 'unknown', ...toCart },
  ];
  const traffic = hops.flatMap((hop) =>
    ['source', 'destination'].flatMap((reporter) => {
      const security = reporter === 'source' ? 'unknown' : hop.source_workload === 'unknown' ? 'none' : 'mutual_tls';
      const labels = { ...hop, reporter, connection_security_policy: security };
      return [
        counter('istio_requests_total', { ...labels, response_code: '200', response_flags: '-' }, 60, MINUTES),
        counter('istio_requests_total', { ...labels, response_code: '503', response_flags: 'UO' }, 6, MINUTES),
        ...['250', '+Inf'].map((le) =>
          counter('istio_request_duration_milliseconds_bucket', { ...labels, response_code: '200', le }, 60, MINUTES),
        ),
        ...['connections_opened', 'connections_closed', 'sent_bytes', 'received_bytes'].map((name) =>
          counter(`istio_tcp_${name}_total`, labels, 60, MINUTES),
        ),
      ];
    }),
  );
  const pods = [
    { namespace: 'shop', pod: 'cart-v1-5d9c7b4f6-abcde' },
    { namespace: 'istio-system', pod: 'istio-ingressgateway-7f8d9c6b5-fghij' },
  ];
  const proxies = pods.flatMap((pod) => [
    ...[
      'cpu_usage_seconds_total',
      'cpu_cfs_throttled_periods_total',
      'cpu_cfs_periods_total',
      'memory_working_set_bytes',
    ].map((name) => counter(`container_${name}`, { ...pod, container: 'istio-proxy' }, 60, MINUTES)),
    counter('envoy_listener_downstream_cx_active', pod, 1, MINUTES),
  ]);
  const cluster = { cluster_name: 'outbound|80|v1|cart.shop.svc.cluster.local;' };
  return [
    counter('envoy_cluster_upstream_rq_total', cluster, 60, MINUTES),
    ...traffic,
    ...proxies,
    counter('istio_build', { component: 'proxy', tag: '1.29.0' }, 0, MINUTES),
  ];
}

/** Every query of every panel has data where the mesh has traffic. */
export function panelScenario(): Scenario {
  return {
    name: 'every query of every panel has data',
    rules: [],
    interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: series(),
        promql_expr_test: queries().map((query) => ({
          expr: `count(${query}) > bool 0`,
          eval_time: '30m',
          exp_samples: [{ labels: '{}', value: 1 }],
        })),
      },
    ],
  };
}
