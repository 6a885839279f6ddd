import { describe, expect, test } from '@jest/globals';
import { compareProxies } from '../../../differential/proxy-config/compare.js';
import { envoyForm } from '../../../differential/proxy-config/envoy-form.js';

const tcp = (cluster: object): object => ({
  typedConfig: { '@type': 'x/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', ...cluster },
});
const configuration = (cluster: object, tls: object = {}) =>
  envoyForm({
    Listeners: [
      {
        name: '10.9.0.1_3306',
        filterChains: [
          {
            filterChainMatch: { prefixRanges: [{ addressPrefix: '10.0.0.0', prefixLen: 8 }], serverNames: ['b', 'a'] },
            transportSocket: { typedConfig: tls },
            filters: [tcp(cluster)],
          },
        ],
      },
    ],
    Routes: null,
    Clusters: [{ name: 'outbound|3306||db', type: 'EDS', transportSocketMatches: [{}] }],
  });

describe('the parts of Envoy’s configuration that decide', () => {
  test('matches, TLS and clusters of a chain', () => {
    const weightedClusters = {
      clusters: [
        { name: 'a', weight: 90 },
        { name: 'b', weight: 10 },
      ],
    };
    const { listeners, clusters } = configuration(
      { weightedClusters },
      { commonTlsContext: {}, requireClientCertificate: true },
    );
    expect(listeners[0]?.chains).toEqual([
      { name: '', match: 'ranges=10.0.0.0/8 sni=a,b', tls: 'mutual', to: 'tcp a=90 + b=10' },
    ]);
    expect(clusters).toEqual([{ name: 'outbound|3306||db', type: 'EDS', tls: 'by endpoint' }]);
  });

  test('routes with their matches, in order', () => {
    const { routes } = envoyForm({
      Listeners: null,
      Clusters: null,
      Routes: [
        {
          name: '80',
          virtualHosts: [
            {
              name: 'a.com:80',
              domains: ['b', 'a.com'],
              requireTls: 'ALL',
              routes: [
                {
                  match: {
                    prefix: '/x',
                    caseSensitive: false,
                    headers: [{ name: 'x-a', stringMatch: { exact: '1' }, invertMatch: true }],
                    queryParameters: [{ name: 'q', stringMatch: { safeRegex: { regex: '[0-9]' } } }],
                  },
                  route: { cluster: 'outbound|80||a' },
                },
                { match: { path: '/y' }, directResponse: { status: 418 } },
                { match: { safeRegex: { regex: 'z.*' } }, redirect: {} },
              ],
            },
          ],
        },
      ],
    });
    expect(routes[0]?.virtualHosts).toEqual([
      {
        name: 'a.com:80',
        domains: ['a.com', 'b'],
        requiresTls: true,
        routes: [
          'prefix=/x ignore case header:x-a not exact=1 query:q regex=[0-9] -> outbound|80||a',
          'path=/y -> direct 418',
          'regex=z.* -> redirect',
        ],
      },
    ]);
  });
});

test('what two configurations have in common is not reported, each difference is, with its place', () => {
  const one = configuration({ cluster: 'a' });
  expect(compareProxies(one, one)).toEqual([]);
  expect(compareProxies(one, configuration({ cluster: 'b' }))).toEqual([
    { place: 'listener 10.9.0.1_3306 chain ranges=10.0.0.0/8 sni=a,b', ours: 'tcp a', theirs: 'tcp b' },
  ]);
  expect(compareProxies({ ...one, clusters: [] }, one)).toEqual([
    { place: 'cluster outbound|3306||db', ours: '', theirs: 'EDS by endpoint' },
  ]);
});
