import { describe, expect, test } from '@jest/globals';
import type { Subject } from '../../../../mesh/envoy/http-filters/rbac-attributes.js';
import { AuthorizationRule } from '../../../../mesh/envoy/http-filters/rbac-rule.js';
import type { PolicyRule } from '../../../../mesh/istio/authorization-policies.js';
import { requestOf } from '../fixtures.js';
import { subjectOf, trustDomains } from './fixtures.js';

const holds = (rule: object, subject: Subject = subjectOf(), allows = true) =>
  new AuthorizationRule(rule as PolicyRule, 'shop', trustDomains).holds(subject, allows);
const from = (...sources: readonly object[]) => ({ from: sources.map((source) => ({ source })) });
const to = (...operations: readonly object[]) => ({ to: operations.map((operation) => ({ operation })) });
const asking = (parts: Parameters<typeof requestOf>[0]) =>
  subjectOf({ http: { request: requestOf(parts), claims: undefined } });

describe('how conditions are put together', () => {
  const [cart, other] = [{ namespaces: ['shop'] }, { namespaces: ['town'] }];
  const [here, there] = [{ ports: ['8080'] }, { ports: ['1'] }];
  test.each([
    ['an empty rule holds for everything', {}, true],
    ['one source is enough', from(other, cart), true],
    ['no source that fits', from(other), false],
    ['a source and an operation both have to fit', { ...from(cart), ...to(there) }, false],
    ['one operation is enough', { ...from(cart), ...to(there, here) }, true],
    ['all fields of one source', from({ ...cart, principals: ['x'] }), false],
    [
      'all of when',
      {
        when: [
          { key: 'source.namespace', values: ['shop'] },
          { key: 'destination.port', values: ['1'] },
        ],
      },
      false,
    ],
    ['when beside a source', { ...from(cart), when: [{ key: 'destination.port', values: ['8080'] }] }, true],
  ])('%s', (_, rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });
});

test('values of not… must not fit', () => {
  expect(holds(from({ notNamespaces: ['shop'] }))).toBe(false);
  expect(holds(from({ notNamespaces: ['town'] }))).toBe(true);
  expect(holds(from({ namespaces: ['*'], notPrincipals: ['cluster.local/ns/shop/sa/*'] }))).toBe(false);
  expect(holds({ when: [{ key: 'destination.port', notValues: ['8080'] }] })).toBe(false);
});

describe('what an operation compares', () => {
  test.each([
    ['hosts in any case', { hosts: ['WEB.example'] }, { authority: 'web.EXAMPLE' }, true],
    ['hosts with a wildcard', { hosts: ['*.example'] }, { authority: 'a.example' }, true],
    ['the port that a Host header has', { hosts: ['web'] }, { authority: 'web:80' }, false],
    ['methods in their case', { methods: ['get'] }, {}, false],
    ['paths without the query', { paths: ['/a'] }, { path: '/a', query: 'b=1' }, true],
    ['paths with a prefix', { paths: ['/a/*'] }, { path: '/a/b/c' }, true],
    ['templates take one segment', { paths: ['/a/{*}'] }, { path: '/a/b/c' }, false],
    ['templates take several', { paths: ['/a/{**}'] }, { path: '/a/b/c' }, true],
    ['notPaths', { notPaths: ['/a'] }, { path: '/a' }, false],
  ])('%s', (_, operation, request, expected) => {
    expect(holds(to(operation), asking(request))).toBe(expected);
  });
});

describe('on a connection without HTTP (Istio, "Dependency on mutual TLS" and "TCP traffic")', () => {
  const tcp = subjectOf({ http: undefined });
  const rule = to({ methods: ['GET'], ports: ['8080'] });
  test('a rule that allows and asks for HTTP never holds', () => {
    expect(holds(rule, tcp, true)).toBe(false);
    expect(holds(to({ ports: ['8080'] }), tcp, true)).toBe(true);
  });
  test('of a rule that denies only the conditions on HTTP are left out', () => {
    expect(holds(rule, tcp, false)).toBe(true);
    expect(holds(to({ methods: ['GET'], ports: ['1'] }), tcp, false)).toBe(false);
    expect(holds({ when: [{ key: 'request.headers[x-a]', values: ['b'] }] }, tcp, false)).toBe(true);
  });
});
