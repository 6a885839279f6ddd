import { describe, expect, test } from '@jest/globals';
import { outboundVirtualHosts } from '../../../../../mesh/proxy/build/outbound/virtual-hosts.js';
import { istioObject, serviceOf } from '../../../objects.js';
import { scopedMesh } from '../../fixtures.js';

const host = 'cart.shop.svc.cluster.local';
const hostsOf = (text: string, port = 80, namespace = 'shop') => {
  const [listener] = scopedMesh(text).scopes.of(namespace, {}).listeners;
  if (listener === undefined) {
    throw new Error('there is no listener');
  }
  return outboundVirtualHosts({
    listener,
    port,
    namespace,
    labels: {},
    clusterDomain: 'cluster.local',
    retries: undefined,
  });
};
const short = (text: string, port?: number) =>
  hostsOf(text, port).map(({ name, routes }) => `${name}: ${routes.map(({ label }) => label).join()}`);
const route = (hosts: string, rest = '') =>
  istioObject('VirtualService', 'v', `{hosts: [${hosts}], http: [{route: [{destination: {host: cart}}]}]${rest}}`);
const rule = 'VirtualService shop/v http[0]';

test('a service without routes has its default route, by all its names', () => {
  expect(hostsOf(serviceOf('cart'))).toMatchObject([
    {
      name: `${host}:80`,
      domains: [host, `${host}.`, 'cart.shop.svc', 'cart.shop', 'cart'],
      routes: [
        {
          label: 'default',
          match: undefined,
          clusters: [{ name: `outbound|80||${host}` }],
          retryPolicy: { attempts: 2 },
        },
      ],
    },
  ]);
});

describe('names', () => {
  test.each([
    ['of another namespace are not short', serviceOf('cart', 'data'), 'cart.data', true],
    ['without a dot are of the own namespace', serviceOf('cart', 'data'), 'cart', false],
    [
      'of pods of a headless Service',
      serviceOf('cart', 'shop', '{clusterIP: None, ports: [{port: 80}]}'),
      `*.${host}`,
      true,
    ],
    ['of pods of another Service', serviceOf('cart'), `*.${host}`, false],
    [
      'are the addresses of an entry too',
      istioObject(
        'ServiceEntry',
        'e',
        '{hosts: [e.example], addresses: [192.0.2.1], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
      ),
      '192.0.2.1',
      true,
    ],
  ])('%s', (_, text, domain, expected) => {
    expect(hostsOf(text).some(({ domains }) => domains.includes(domain))).toBe(expected);
  });

  test('of an ExternalName Service lead to what it stands for', () => {
    const alias = serviceOf(
      'old',
      'shop',
      `{type: ExternalName, externalName: ${host}, ports: [{name: http, port: 80}]}`,
    );
    expect(hostsOf(serviceOf('cart') + alias).map(({ domains }) => domains.includes('old.shop'))).toEqual([true]);
  });
});

describe('routes', () => {
  const tcp = serviceOf('cart', 'shop', '{ports: [{name: tcp, port: 80}]}');
  test.each([
    ['stand in place of the default one', serviceOf('cart') + route('cart'), [`${host}:80: ${rule}`]],
    [
      'for a host that is no service stand first, at port 80',
      serviceOf('cart') + route('cart, x.example'),
      [`x.example:80: ${rule}`, `${host}:80: ${rule}`],
    ],
    [
      'for a wildcard take the services that fit',
      serviceOf('cart') + serviceOf('db') + route(`"*.shop.svc.cluster.local"`),
      [`${host}:80: ${rule}`, `db.shop.svc.cluster.local:80: ${rule}`],
    ],
    [
      'for a name win over those for a wildcard',
      serviceOf('cart') + route(`"*.shop.svc.cluster.local"`).replace('name: v', 'name: a') + route('cart'),
      [`${host}:80: ${rule}`],
    ],
    ['are not for a port that is no HTTP', tcp + route('cart'), []],
    [
      'of other gateways are not there',
      serviceOf('cart') + route('cart', ', gateways: [door]'),
      [`${host}:80: default`],
    ],
  ])('%s', (_, text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  test('for a host that is no service are at port 80 only', () => {
    const two = serviceOf('cart', 'shop', '{ports: [{name: http, port: 80}, {name: http2, port: 81}]}');
    expect(short(two + route('x.example'), 81)).toEqual([`${host}:81: default`]);
  });
});
