import { describe, expect, test } from '@jest/globals';
import { readGatewayServers } from '../../../../../mesh/istio/gateway-servers.js';
import { ServerPorts } from '../../../../../mesh/istio/server-ports.js';
import { readVirtualServices } from '../../../../../mesh/istio/virtual-service.js';
import { BoundSources } from '../../../../../mesh/proxy/build/gateway/bound-sources.js';
import { GatewayListeners } from '../../../../../mesh/proxy/build/gateway/listeners.js';
import { gatewayOf, istioObject, serviceOf } from '../../../objects.js';
import { scopedMesh } from '../../fixtures.js';

const server = (port: number, protocol: string, host: string, tls = '') =>
  `{port: {number: ${port}, name: p${port}, protocol: ${protocol}}, hosts: ["${host}"]${tls && `, tls: ${tls}`}}`;
const gateway = (name: string, servers: string, created = '') =>
  istioObject('Gateway', name, `{selector: {istio: door}, servers: [${servers}]}`, 'shop', { created });
const route = (rules: string, hosts = 'a.example') =>
  istioObject('VirtualService', 'v', `{hosts: ["${hosts}"], gateways: [g], ${rules}}`);
const listenersOf = (text: string) => {
  const { mesh, scopes } = scopedMesh(gatewayOf('door') + serviceOf('cart') + text);
  const [workload] = mesh.workloads;
  if (workload === undefined) {
    throw new Error('there is no workload');
  }
  const listeners = new GatewayListeners({
    servers: readGatewayServers(mesh),
    sources: new BoundSources(readVirtualServices(mesh)),
    ports: new ServerPorts(mesh),
    scopes,
    filtersOf: () => ({ http: [], network: [] }),
    trustedProxiesOf: () => 2,
  });
  return { listeners, workload };
};
/** `port: names mode what` of each chain. */
const chains = (text: string) => {
  const { listeners, workload } = listenersOf(text);
  return listeners
    .all(workload)
    .flatMap(({ port, filterChains }) =>
      filterChains.map(
        ({ match, tls, terminal }) =>
          `${port}: ${match.serverNames.join() || '*'} ${tls?.mode ?? 'plain'} ${'clusters' in terminal ? terminal.clusters[0]?.name : terminal.routeConfiguration}`,
      ),
    );
};
const cart = (port: number) => `outbound|${port}||cart.shop.svc.cluster.local`;

describe('a gateway has', () => {
  test.each([
    ['plain HTTP at the port of its pods', gateway('g', server(80, 'HTTP', '*')), ['8080: * plain http.8080']],
    [
      'HTTP over TLS by server name',
      gateway(
        'g',
        `${server(443, 'HTTPS', 'a.example', '{mode: SIMPLE, credentialName: c}')}, ${server(443, 'HTTPS', 'b.example', '{mode: MUTUAL, credentialName: c}')}`,
      ),
      ['8443: a.example SIMPLE https.443.p443.g.shop', '8443: b.example MUTUAL https.443.p443.g.shop'],
    ],
    [
      'TCP by its routes',
      gateway('g', server(80, 'TCP', '*')) + route('tcp: [{route: [{destination: {host: cart}}]}]'),
      [`8080: * plain ${cart(80)}`],
    ],
    ['nothing for TCP without routes', gateway('g', server(80, 'TCP', '*')), []],
    [
      'TLS that it passes on',
      gateway('g', server(443, 'TLS', '*', '{mode: PASSTHROUGH}')) +
        route('tls: [{match: [{sniHosts: [a.example]}], route: [{destination: {host: cart, port: {number: 443}}}]}]'),
      [`8443: a.example plain ${cart(443)}`],
    ],
    [
      'the server of the oldest Gateway',
      gateway('a', server(80, 'TCP', '*'), '2025') + gateway('g', server(80, 'HTTP', '*'), '2024'),
      ['8080: * plain http.8080'],
    ],
    [
      'a server name once',
      gateway('a', server(443, 'HTTPS', 'a.example', '{mode: MUTUAL, credentialName: c}'), '2025') +
        gateway('g', server(443, 'HTTPS', 'a.example', '{mode: SIMPLE, credentialName: c}'), '2024'),
      ['8443: a.example SIMPLE https.443.p443.g.shop'],
    ],
  ])('%s', (_, text, expected) => {
    expect(chains(text)).toEqual(expected);
  });
});

test('nothing listens at other ports, nor for other pods', () => {
  const own = listenersOf(gateway('g', server(80, 'HTTP', '*')));
  expect(own.listeners.at(own.workload, 9999)).toBeUndefined();
  const other = listenersOf(gateway('g', server(80, 'HTTP', '*')).replace('istio: door', 'istio: other'));
  expect(other.listeners.all(other.workload)).toEqual([]);
});

test('requests show the address of the client behind the proxies that are trusted', () => {
  const { listeners, workload } = listenersOf(gateway('g', server(80, 'HTTP', '*')));
  expect(listeners.at(workload, 8080)).toMatchObject({
    name: '0.0.0.0_8080',
    filterChains: [{ terminal: { useRemoteAddress: true, xffNumTrustedHops: 2 }, source: 'Gateway shop/g servers[0]' }],
  });
});

test('route configurations by name; a destination without a port has the only one of its service', () => {
  const services =
    serviceOf('one', 'shop', '{ports: [{port: 8000, name: http}]}') +
    serviceOf('two', 'shop', '{ports: [{port: 8000, name: http}, {port: 8001, name: http2}]}');
  const clusters = (to: string) => {
    const rules = route(`http: [{route: [{destination: {host: ${to}}}]}]`);
    const { listeners, workload } = listenersOf(gateway('g', server(80, 'HTTP', '*')) + services + rules);
    const { virtualHosts = [] } = listeners.routeConfiguration(workload, 'http.8080') ?? {};
    return virtualHosts.flatMap(({ routes }) => routes.flatMap((one) => one.clusters.map(({ name }) => name)));
  };
  expect(clusters('one')).toEqual(['outbound|8000||one.shop.svc.cluster.local']);
  expect(clusters('two')).toEqual(['outbound|80||two.shop.svc.cluster.local']);
  const { listeners, workload } = listenersOf(gateway('g', server(80, 'HTTP', '*')));
  expect(listeners.routeConfiguration(workload, 'http.9999')).toBeUndefined();
});
