import { describe, expect, test } from '@jest/globals';
import { dashboardsOf } from '../../observability/dashboards/dashboards.js';
import type { ObservedMesh } from '../../observability/observed.js';
import { observedService } from './observed-service.js';
import { filledIn, selectedBy } from './promql.js';

const mesh: ObservedMesh = {
  services: [
    observedService('cart'),
    observedService('pay', 'shop', { services: ['pay', 'pay-v1'], carries: new Set(['http']) }),
  ],
  gateways: [{ name: 'ingressgateway', namespace: 'istio-system', workload: 'istio-ingressgateway' }],
};

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

function panelsOf(json: string): readonly Panel[] {
  return (JSON.parse(json) as { panels: Panel[] }).panels;
}

/** The metrics reference of Istio, the bootstrap of its proxies, and cAdvisor, with the labels that each has. */
const ISTIO_LABELS = [
  'reporter',
  'source_workload',
  'source_workload_namespace',
  'source_app',
  'destination_service_name',
  'destination_service_namespace',
  'destination_version',
  'connection_security_policy',
];
const HTTP_LABELS = [...ISTIO_LABELS, 'response_code', 'response_flags', 'grpc_response_status'];
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  istio_requests_total: HTTP_LABELS,
  istio_request_duration_milliseconds_bucket: [...HTTP_LABELS, 'le'],
  istio_tcp_connections_opened_total: ISTIO_LABELS,
  istio_tcp_connections_closed_total: ISTIO_LABELS,
  istio_tcp_sent_bytes_total: ISTIO_LABELS,
  istio_tcp_received_bytes_total: ISTIO_LABELS,
  istio_build: ['component', 'tag'],
  envoy_listener_downstream_cx_active: ['namespace', 'pod'],
  container_cpu_usage_seconds_total: ['namespace', 'pod', 'container'],
  container_cpu_cfs_throttled_periods_total: ['namespace', 'pod', 'container'],
  container_cpu_cfs_periods_total: ['namespace', 'pod', 'container'],
  container_memory_working_set_bytes: ['namespace', 'pod', 'container'],
};

describe('dashboards', () => {
  const dashboards = dashboardsOf(mesh);

  test('are one for the mesh, each gateway and each service', () => {
    expect(dashboards.map(({ title }) => title)).toEqual([
      'Mesh',
      'Gateway istio-system/ingressgateway',
      'Service shop/cart',
      'Service shop/pay',
    ]);
  });

  test.each(dashboards)('$title: every query parses and asks for documented metrics and labels', ({ json }) => {
    const queries = panelsOf(json).flatMap(({ targets = [] }) => targets.map(({ expr }) => filledIn(expr)));
    expect(queries.length).toBeGreaterThan(8);
    for (const query of queries) {
      const selected = selectedBy(query);
      expect(selected).not.toEqual([]);
      for (const { metric, labels } of selected) {
        expect(DOCUMENTED[metric]).toBeDefined();
        expect(DOCUMENTED[metric]).toEqual(expect.arrayContaining([...labels]));
      }
    }
  });

  test.each(dashboards)('$title: requests are counted by one side only', ({ json }) => {
    for (const { targets = [] } of panelsOf(json)) {
      for (const { expr } of targets) {
        for (const { metric, labels } of selectedBy(filledIn(expr))) {
          if (metric.startsWith('istio_') && metric !== 'istio_build') expect(labels).toContain('reporter');
        }
      }
    }
  });

  test.each(dashboards)('$title: panels have numbers of their own and do not overlap', ({ json }) => {
    const panels = panelsOf(json);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { gridPos, title } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          const cell = `${x}/${y}`;
          expect({ title, isTaken: taken.has(cell) }).toEqual({ title, isTaken: false });
          taken.add(cell);
        }
      }
    }
  });

  test('are the same bytes in any order of services, with uids that stay', () => {
    const turned = dashboardsOf({ ...mesh, services: [...mesh.services].reverse() });
    expect(turned).toEqual(dashboards);
    expect(dashboards.map(({ uid }) => uid)).toEqual([
      'asm-mesh-63ae32bfb7',
      'asm-gateway-istio-system-ingr-976ab318c8',
      'asm-service-shop-cart-55eb94a67d',
      'asm-service-shop-pay-44e5f9091f',
    ]);
  });

  test('have uids that Grafana takes, and different ones for names that read alike', () => {
    const long = 'a-service-with-a-name-that-is-longer-than-others';
    const names: [string, string][] = [
      ['b-c', 'a'],
      ['c', 'a-b'],
      [long, 'one'],
      [`${long}-2`, 'one'],
    ];
    const services = names.map(([name, namespace]) => observedService(name, namespace));
    const uids = [undefined, 'dev', 'prod'].flatMap((environment) =>
      dashboardsOf({ services, gateways: [], ...(environment && { environment }) }).map(({ uid }) => uid),
    );
    expect(new Set(uids).size).toBe(15);
    for (const uid of uids) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
  });

  test('show connections where a port is not HTTP, and requests where one is', () => {
    const rows = (carries: ('http' | 'tcp')[]) =>
      dashboardsOf({ services: [observedService('db', 'shop', { carries: new Set(carries) })], gateways: [] })
        .flatMap(({ title, json }) => (title === 'Mesh' ? [] : panelsOf(json)))
        .flatMap(({ type, title }) => (type === 'row' ? [title] : []));
    expect(rows(['tcp'])).toEqual(['Connections', 'Dependencies', 'Security', 'Proxies']);
    expect(rows(['http'])).toEqual(['Requests', 'Versions', 'Callers', 'Dependencies', 'Security', 'Proxies']);
  });

  test('have the environment in title, tags and uid', () => {
    const [first] = dashboardsOf({ ...mesh, environment: 'prod' });
    expect(first?.title).toBe('Mesh (prod)');
    expect(JSON.parse(first?.json ?? '')).toMatchObject({ uid: first?.uid, tags: ['asm-blueprints', 'mesh', 'prod'] });
  });
});
