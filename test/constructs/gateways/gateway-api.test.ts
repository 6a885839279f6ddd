import { describe, expect, test } from '@jest/globals';
import { type GatewayApiListener, MeshGateway, MeshService, Waypoint } from '../../../constructs/index.js';
import { render } from '../rendered.js';

const gateway = (listeners?: GatewayApiListener[]) =>
  render((chart) => new MeshGateway(chart, 'public', { listeners }));

describe('MeshGateway', () => {
  test('listens for HTTP on port 80 by default', () => {
    const out = gateway();
    expect(out.problems).toEqual([]);
    expect(out.only('Gateway').apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(out.only('Gateway').spec).toEqual({
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }],
    });
  });

  test('terminates TLS with the certificates it is given', () => {
    const { spec } = gateway([
      { protocol: 'HTTPS', certificates: ['tls'], hostname: 'a.example.com', routesFrom: 'All' },
    ]).only('Gateway');
    expect(spec.listeners).toEqual([
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        hostname: 'a.example.com',
        tls: { mode: 'Terminate', certificateRefs: [{ name: 'tls' }] },
        allowedRoutes: { namespaces: { from: 'All' } },
      },
    ]);
  });

  test.each<[GatewayApiListener[], string]>([
    [[{}, {}], "listener name 'http' is used twice"],
    [[{ protocol: 'HTTPS' }], "listener 'https' has no certificate"],
    [[{ certificates: ['a'] }], "listener 'http' has a certificate but protocol HTTP"],
  ])('refuses %j', (listeners, message) => {
    expect(gateway(listeners).problems.join()).toContain(message);
  });

  test('exposes services of the HTTPRoute form, for its hosts only', () => {
    const exposed = (host: string) =>
      render((chart) => {
        const { binding } = new MeshGateway(chart, 'public', { listeners: [{ hostname: '*.example.com' }] });
        new MeshService(chart, 'cart', { ports: { number: 80 }, versions: {}, routeForm: 'HTTPRoute' }).expose(
          binding,
          {
            hosts: [host],
          },
        );
      });
    expect(exposed('a.example.com').only('HTTPRoute', 'route-cart-public').spec.parentRefs).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' },
    ]);
    expect(exposed('a.other.com').problems.join()).toContain('does not listen for host');
  });
});

test('Waypoint', () => {
  const { spec, metadata } = render(
    (chart) => new Waypoint(chart, 'waypoint', { handles: 'all', namespace: 'a', routesFrom: 'All' }),
  ).only('Gateway');
  expect(metadata).toMatchObject({ namespace: 'a', labels: { 'istio.io/waypoint-for': 'all' } });
  expect(spec).toEqual({
    gatewayClassName: 'istio-waypoint',
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'All' } } }],
  });
});
