import { describe, expect, test } from '@jest/globals';
import {
  compareSpecificity,
  coversHost,
  HostIndex,
  hostsOverlap,
  resolveGatewayName,
  resolveHost,
} from '../../../mesh/model/hosts.js';
import { parseProtocol, selectProtocol } from '../../../mesh/model/protocol.js';
import { isVisibleIn, visibilitiesOverlap, visibilityOf } from '../../../mesh/model/visibility.js';

describe('resolveHost', () => {
  test.each([
    ['reviews', 'reviews.shop.svc.cluster.local'],
    ['Reviews', 'reviews.shop.svc.cluster.local'],
    ['reviews.other', 'reviews.other'],
    ['www.example.com', 'www.example.com'],
    ['*', '*'],
    ['*.example.com', '*.example.com'],
    ['', ''],
  ])('%s', (host, full) => {
    expect(resolveHost(host, 'shop', 'cluster.local')).toBe(full);
  });
});

test.each([
  ['mesh', 'mesh'],
  ['edge', 'shop/edge'],
  ['./edge', 'shop/edge'],
  ['infra/edge', 'infra/edge'],
  ['edge.infra.svc.cluster.local', 'infra/edge'],
])('resolveGatewayName %s', (given, full) => {
  expect(resolveGatewayName(given, 'shop')).toBe(full);
});

test('wildcards', () => {
  expect(coversHost('*.foo.com', 'foo.com')).toBe(false);
  expect(coversHost('*.foo.com', 'a.b.foo.com')).toBe(true);
  expect(coversHost('*.foo.com', '*.a.foo.com')).toBe(true);
  expect(coversHost('a.foo.com', '*.foo.com')).toBe(false);
  expect(hostsOverlap('a.foo.com', '*.foo.com')).toBe(true);
  expect(hostsOverlap('*.bar.com', '*.foo.com')).toBe(false);
  expect(['*', '*.com', 'b', '*.foo.com', 'a'].sort(compareSpecificity)).toEqual(['a', 'b', '*.foo.com', '*.com', '*']);
});

test('HostIndex gives the most specific host first', () => {
  const index = new HostIndex<string>();
  for (const host of ['*', '*.com', '*.foo.com', 'a.foo.com', '*o.com']) {
    index.add(host, host);
  }
  expect([...index.covering('a.foo.com')].flat()).toEqual(['a.foo.com', '*.foo.com', '*o.com', '*.com', '*']);
  expect(index.mostSpecific('*.foo.com')).toEqual(['*.foo.com']);
  expect(index.mostSpecific('*.x.foo.com')).toEqual(['*.foo.com']);
  expect(index.mostSpecific('org')).toEqual(['*']);
  expect(index.at('*.com')).toEqual(['*.com']);
  expect(new HostIndex<string>().mostSpecific('a')).toEqual([]);
});

test('visibility', () => {
  expect(visibilityOf(undefined, 'shop', ['*'])).toBe('*');
  expect(visibilityOf([], 'shop', ['.'])).toEqual(['shop']);
  expect(visibilityOf(['.', 'b', 'b'], 'shop', ['*'])).toEqual(['b', 'shop']);
  expect(visibilityOf(['~'], 'shop', ['*'])).toEqual([]);
  expect(isVisibleIn(['shop'], 'other')).toBe(false);
  expect(visibilitiesOverlap('*', [])).toBe(false);
  expect(visibilitiesOverlap(['a', 'b'], ['b'])).toBe(true);
});

describe('selectProtocol', () => {
  test.each([
    [{ number: 80, name: 'http' }, 'http', 'name'],
    [{ number: 80, name: 'HTTP2-api' }, 'http2', 'name'],
    [{ number: 80, name: 'grpc-web-x' }, 'grpc-web', 'name'],
    [{ number: 80, name: 'http3' }, 'auto', 'undeclared'],
    [{ number: 80 }, 'auto', 'undeclared'],
    [{ number: 3306 }, 'tcp', 'well-known-port'],
    [{ number: 3306, name: 'http' }, 'http', 'name'],
    [{ number: 80, name: 'tcp-x', appProtocol: 'kubernetes.io/h2c' }, 'http2', 'appProtocol'],
    [{ number: 80, name: 'http', appProtocol: 'odd' }, 'auto', 'undeclared'],
    [{ number: 53, name: 'dns', transport: 'UDP' }, 'udp', 'transport'],
  ])('%j', (port, protocol, source) => {
    expect(selectProtocol(port)).toEqual({ protocol, source });
  });
  test('names that are no protocol', () => expect(parseProtocol('web-http')).toBeUndefined());
});
