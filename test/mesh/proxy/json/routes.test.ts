import { describe, expect, test } from '@jest/globals';
import type { HttpRule } from '../../../../mesh/istio/route-source.js';
import { routeConfigurationJson } from '../../../../mesh/proxy/json/routes.js';
import { outboundCluster, type Route, type VirtualHost } from '../../../../mesh/proxy/route-configuration.js';
import { routeOf, ruleOf } from '../../envoy/fixtures.js';

const hostOf = (name: string, routes: readonly Route[] = [], requiresTls = false): VirtualHost => ({
  name,
  domains: [name],
  routes,
  requiresTls,
});
const json = (...virtualHosts: readonly VirtualHost[]) =>
  routeConfigurationJson({ name: '80', virtualHosts, shortNames: undefined });
const cart = { ...outboundCluster('cart', 80, ''), weight: 1 };
const routeJson = (parts: Partial<Route>) => json(hostOf('a:80', [routeOf(parts)]));
const withRule = (rule: Partial<HttpRule>, parts: Partial<Route> = {}) =>
  routeJson({ clusters: [cart], rule: ruleOf(rule), ...parts });
const only = (route: object) => ({ name: '80', virtualHosts: [{ routes: [route] }] });

test('virtual hosts are in the order of their names, with the one for all others last', () => {
  expect(json(hostOf('allow_any'), hostOf('b:80'), hostOf('a:80', [], true))).toEqual({
    name: '80',
    virtualHosts: [
      { name: 'a:80', domains: ['a:80'], requireTls: 'ALL' },
      { name: 'b:80', domains: ['b:80'] },
      { name: 'allow_any', domains: ['allow_any'] },
    ],
  });
});

test('the names of a namespace are among its domains', () => {
  const shortNames = { namespace: 'shop', suffix: '.shop' };
  expect(routeConfigurationJson({ name: '80', virtualHosts: [hostOf('a.shop')], shortNames })).toMatchObject({
    virtualHosts: [{ domains: ['a.shop', 'a'] }],
  });
});

describe('a route', () => {
  test.each([
    [
      'to one cluster',
      routeJson({ clusters: [cart] }),
      { name: 'default', route: { cluster: 'outbound|80||cart', timeout: '0s' } },
    ],
    [
      'to two clusters',
      routeJson({
        clusters: [
          { ...cart, weight: 30 },
          { ...outboundCluster('b', 80, ''), weight: 70 },
        ],
      }),
      {
        route: {
          weightedClusters: {
            clusters: [
              { name: 'outbound|80||cart', weight: 30 },
              { name: 'outbound|80||b', weight: 70 },
            ],
          },
        },
      },
    ],
    ['that answers itself', routeJson({ directStatus: 502 }), { directResponse: { status: 502 } }],
    ['whose rule answers', withRule({ directStatus: 418 }), { directResponse: { status: 418 } }],
    [
      'that redirects',
      withRule({
        redirect: {
          status: 302,
          scheme: 'https',
          authority: 'b',
          port: undefined,
          takesRequestPort: true,
          path: '/x',
          prefix: undefined,
        },
      }),
      {
        redirect: {
          schemeRedirect: 'https',
          hostRedirect: 'b',
          portRedirect: 80,
          pathRedirect: '/x',
          responseCode: 'FOUND',
        },
      },
    ],
    [
      'that tries again',
      routeJson({
        clusters: [cart],
        timeout: '5s',
        retryPolicy: { attempts: 2, retryOn: ['5xx', '503'], perTryTimeout: '500ms', ignoresPreviousHosts: undefined },
      }),
      {
        route: {
          timeout: '5s',
          retryPolicy: { retryOn: '5xx', numRetries: 2, perTryTimeout: '0.5s', retriableStatusCodes: [503] },
        },
      },
    ],
    [
      'that rewrites',
      withRule({ rewrite: { uri: '/x', regex: undefined, authority: 'b' } }),
      { route: { prefixRewrite: '/x', hostRewriteLiteral: 'b' } },
    ],
    [
      'that copies',
      withRule({ mirrors: [{ host: 'm', subset: '', port: 80, probability: 0.2 }] }),
      {
        route: {
          requestMirrorPolicies: [
            {
              cluster: 'outbound|80||m',
              runtimeFraction: { defaultValue: { numerator: 200_000, denominator: 'MILLION' } },
            },
          ],
        },
      },
    ],
    [
      'that fails on purpose',
      withRule({ fault: { abort: { probability: 0.5, status: 500 }, delay: { probability: 1, duration: '5s' } } }),
      {
        typedPerFilterConfig: {
          'envoy.filters.http.fault': {
            delay: { fixedDelay: '5s', percentage: { numerator: 1_000_000, denominator: 'MILLION' } },
            abort: { httpStatus: 500, percentage: { numerator: 500_000, denominator: 'MILLION' } },
          },
        },
      },
    ],
    [
      'that changes headers',
      withRule({ headers: { request: { set: { a: '1' }, add: { b: '2' }, remove: ['c'] } } }),
      {
        requestHeadersToAdd: [
          { header: { key: 'a', value: '1' }, appendAction: 'OVERWRITE_IF_EXISTS_OR_ADD' },
          { header: { key: 'b', value: '2' } },
        ],
        requestHeadersToRemove: ['c'],
      },
    ],
    [
      'that a VirtualService declares',
      withRule({}),
      {
        metadata: {
          filterMetadata: {
            istio: {
              config: '/apis/networking.istio.io/v1/namespaces/shop/virtual-service/web',
              rule: 'VirtualService shop/web http[0]',
            },
          },
        },
      },
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toMatchObject(only(expected));
  });
});
