import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import {
  DASHBOARD_LABEL,
  IngressGateway,
  MeshChart,
  MeshDashboards,
  type MeshDashboardsProps,
  MeshGateway,
  MeshService,
  Placement,
  synthesize,
} from '../../../constructs/index.js';

function shop(props: MeshDashboardsProps = {}) {
  const app = new App();
  const placement = Placement.asm([{ name: 'one' }, { name: 'two' }]);
  const chart = new MeshChart(app, 'shop', { namespace: 'shop', placement, environment: 'dev' });
  new IngressGateway(chart, 'ingressgateway');
  new MeshGateway(chart, 'door');
  new MeshService(chart, 'cart', {
    ports: [{ number: 80 }, { number: 6379, protocol: 'redis' }],
    versions: { v1: { image: 'cart:1' }, v2: { image: 'cart:2' } },
    routeForm: 'HTTPRoute',
  });
  const dashboards = new MeshDashboards(chart, 'dashboards', props);
  const { objects, problems } = synthesize(dashboards);
  expect(problems).toEqual([]);
  return { dashboards, objects };
}

describe('MeshDashboards', () => {
  test('makes a ConfigMap for the mesh, each gateway and each service, on every cluster', () => {
    const { dashboards, objects } = shop();
    const maps = objects.map(({ manifest, targets }) => ({
      name: manifest.metadata.name,
      to: targets.map(({ name }) => name),
    }));
    expect(maps.map(({ name }) => name).sort()).toEqual([...dashboards.uids].sort());
    expect(maps.map(({ to }) => to)).toEqual(maps.map(() => ['one', 'two']));
    expect(maps).toHaveLength(4);
  });

  test('labels them for the sidecar of Grafana, and for a command that lists them', () => {
    const [first] = shop().objects;
    expect(first?.manifest.metadata).toMatchObject({
      namespace: 'shop',
      labels: { grafana_dashboard: '1', ...DASHBOARD_LABEL },
    });
    const [other] = shop({ label: { dashboards: 'here' }, folder: 'Mesh', namespace: 'monitoring' }).objects;
    expect(other?.manifest.metadata.labels).toEqual({ dashboards: 'here', ...DASHBOARD_LABEL });
    expect(other?.manifest.metadata.annotations).toMatchObject({ grafana_folder: 'Mesh' });
    expect(other?.manifest.metadata.namespace).toBe('monitoring');
  });

  test('asks for the Services, the Deployments and the gateways that the charts make', () => {
    const text = shop()
      .objects.flatMap(({ manifest }) => Object.values(manifest['data'] as Record<string, string>))
      .join('\n')
      .replaceAll('\\"', '"');
    const asked = [
      'destination_service_name=~"cart|cart-v1|cart-v2"',
      'pod=~"(cart-v1|cart-v2)-[a-z0-9]+-[a-z0-9]+"',
      'source_workload="istio-ingressgateway"',
      'source_workload="door-istio"',
      'istio_tcp_sent_bytes_total',
    ];
    expect(asked.filter((part) => !text.includes(part))).toEqual([]);
  });
});
