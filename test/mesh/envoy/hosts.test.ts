import { describe, expect, test } from '@jest/globals';
import { leaving, sendToAddress, sendToHosts, type Upstream } from '../../../mesh/envoy/hosts.js';
import type { ServingProxy } from '../../../mesh/envoy/simulation.js';
import { addressEndpoint } from '../../../mesh/model/service.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { answerOf, connectionOf, hostOf, requestOf, routeOf } from './fixtures.js';
import { brief, endpointIn, outboundProxy, serviceIn, simulationOf } from './simulated-mesh.js';

const text = namespaceOf('shop') + workloadOf('web') + serviceOf('web') + workloadOf('cart') + serviceOf('cart');
const simulation = simulationOf(text);
const upstream: Upstream = { host: 'web', port: 80, subset: '', sni: '', service: serviceIn(simulation, 'web') };
const outgoingOf = (proxy: Partial<ServingProxy> = {}, connection = connectionOf()) => ({
  proxy: { ...outboundProxy(simulation, 'cart'), ...proxy },
  connection,
  route: routeOf(),
  policy: '',
});

describe('a connection as the proxy makes it', () => {
  const made = (...[proxy, socket = 'mutual']: [Partial<ServingProxy>?, Parameters<typeof leaving>[3]?]) =>
    leaving(simulation, outgoingOf(proxy, connectionOf({ sourceIp: '10.0.0.9' })), upstream, socket);
  test('it is that of the proxy, which reads HTTP', () => {
    expect(made()).toMatchObject({
      transportSocket: 'mutual',
      sni: 'outbound_.80_._.web',
      principal: 'cluster.local/ns/shop/sa/cart',
      isProxied: true,
      sourceIp: '10.0.0.9',
    });
    expect(made().sidecarOf?.name).toBe('cart');
  });
  test('a gateway is a pod of its own, whose address is not that of the client', () => {
    expect(made({ kind: 'gateway' })).toMatchObject({ sourceIp: undefined, sidecarOf: undefined });
  });
  test('TLS of the user’s own asks for the host of the request; plain text for none', () => {
    expect([made({}, 'tls').sni, made({}, 'plaintext').sni]).toEqual(['web', '']);
  });
});

describe('sending to endpoints', () => {
  const endpoint = endpointIn(simulation, 'web');
  const send = (...hosts: Parameters<typeof hostOf>) =>
    sendToHosts(simulation, outgoingOf(), upstream, hosts.map(hostOf));
  test('says which workload took it, over what', () => {
    expect(send({ endpoint, transportSocket: 'mutual' } as never).responses[0]?.value.upstream).toMatchObject({
      namespace: 'shop',
      workload: 'web',
      host: 'web',
      status: '200',
      failure: '',
      transportSocket: 'mutual',
    });
  });
  test('a tunnel is mTLS, whatever is in it', () => {
    const tunnelled = hostOf({ endpoint, transportSocket: 'plaintext', isTunnelled: true });
    const { responses } = sendToHosts(simulation, outgoingOf(), upstream, [tunnelled]);
    expect(responses[0]?.value.reason).toBe('at web:80 over mutual');
  });
  test('endpoints share', () => {
    const hosts = [hostOf({ endpoint, share: 0.25 }), hostOf({ share: 0.75 })];
    const { responses } = sendToHosts(simulation, outgoingOf(), upstream, hosts);
    expect(responses.map(({ probability, value }) => [probability, value.upstream?.workload])).toEqual([
      [0.25, 'web'],
      [0.75, ''],
    ]);
  });
  test('what fails is ejected where outlier detection says so', () => {
    const failing = simulationOf(text, {}, () => ({
      ...simulation.connect(simulation, connectionOf(), endpoint),
      responses: [{ probability: 1, reached: 1, value: answerOf({ status: '500' }) }],
    }));
    const detecting = { ...upstream, outlierDetection: { consecutive5xx: 5, consecutiveGatewayErrors: 0 } };
    const { matched } = sendToHosts(failing, outgoingOf(), detecting, [hostOf({ endpoint })]);
    expect(matched.ejections.map(({ endpoint: one }) => one)).toEqual(['shop/web']);
  });
});

describe('sending to an address, as Kubernetes serves it', () => {
  const origin = { cluster: 'local', namespace: 'shop' };
  const send = (host: string, port = 80) => {
    const connection = connectionOf({ request: requestOf({ authority: host }) });
    const address = simulation.push.network.resolve(host, 'shop');
    return sendToAddress(simulation, connection, origin, { address, port }, undefined);
  };
  test.each([
    ['web', 80, '200 at web:80 over plaintext'],
    ['far.example.com', 443, '200 at far.example.com:443 over plaintext'],
    ['web', 81, 'reset web.shop.svc.cluster.local has no endpoint at 81'],
  ])('%s:%i', (host, port, expected) => {
    const [share] = send(host, port).responses;
    expect(`${share?.value.status} ${share?.value.reason}`).toBe(expected);
  });
  test('the endpoint is a step', () => {
    expect(brief(send('web').steps)).toEqual(['endpoint shop/web:80 200']);
    expect(brief(send('web', 81).steps)).toEqual(['endpoint web.shop.svc.cluster.local reset']);
  });
  test('an address outside is one endpoint', () => {
    expect(send('far.example.com').responses[0]?.value.upstream).toMatchObject({
      workload: '',
      host: addressEndpoint('far.example.com', 80).address,
    });
  });
});
