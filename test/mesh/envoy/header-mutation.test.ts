import { describe, expect, test } from '@jest/globals';
import { changeRequest } from '../../../mesh/envoy/header-mutation.js';
import type { HttpMatch } from '../../../mesh/istio/http-match.js';
import type { HeaderChange, Rewrite, RouteDestination } from '../../../mesh/istio/route-source.js';
import { matchOf, requestOf, ruleOf } from './fixtures.js';

const change = (parts: Partial<HeaderChange>): HeaderChange => ({ set: {}, add: {}, remove: [], ...parts });
const destination = (request?: HeaderChange): RouteDestination => ({
  host: 'web',
  subset: '',
  port: 80,
  weight: 1,
  headers: request === undefined ? undefined : { request },
});
const rewrite = (parts: Partial<Rewrite>): Rewrite => ({
  uri: undefined,
  regex: undefined,
  authority: undefined,
  ...parts,
});
const rewritten = (path: string, parts: Partial<Rewrite>, match?: Partial<HttpMatch>) =>
  changeRequest(
    requestOf({ path }),
    ruleOf({ rewrite: rewrite(parts) }),
    match === undefined ? undefined : matchOf(match),
    destination(),
  ).path;

describe('headers of a request', () => {
  const request = requestOf({ path: '/a', query: 'b=c', headers: { 'x-one': '1', 'x-two': '2' } });
  const headersOf = (rule: HeaderChange | undefined, own: HeaderChange | undefined, several = false) => {
    const destinations = several ? [destination(own), destination()] : [destination(own)];
    const headers = rule === undefined ? undefined : { request: rule };
    return Object.fromEntries(
      changeRequest(request, ruleOf({ headers, destinations }), undefined, destination(own)).headers,
    );
  };
  test('stay without changes', () => {
    expect(changeRequest(request, ruleOf(), undefined, destination())).toBe(request);
  });
  test('are removed, then set, then added', () => {
    const changes = change({ remove: ['X-One'], set: { 'X-Two': 'two' }, add: { 'x-one': 'again', 'x-two': 'more' } });
    expect(headersOf(changes, undefined)).toEqual({ 'x-one': ['again'], 'x-two': ['two', 'more'] });
  });
  test('have the changes of the only destination last, those of one among several first', () => {
    const [rule, own] = [change({ set: { 'x-one': 'rule' } }), change({ set: { 'x-one': 'destination' } })];
    expect(headersOf(rule, own)['x-one']).toEqual(['destination']);
    expect(headersOf(rule, own, true)['x-one']).toEqual(['rule']);
  });
  test('may refer to others', () => {
    const changes = change({ set: { 'x-one': '%REQ(X-Two)%-%REQ(:path)%-%REQ(none)%-100%%' } });
    expect(headersOf(changes, undefined)['x-one']).toEqual(['2-/a?b=c---100%']);
  });
  test('of the protocol are not for changing; Host is the authority', () => {
    const changes = change({ set: { ':path': '/x', Host: 'other' } });
    const changed = changeRequest(request, ruleOf({ headers: { request: changes } }), undefined, destination());
    expect([changed.path, changed.authority, changed.headers.has('host')]).toEqual(['/a', 'other', false]);
    const both = ruleOf({ headers: { request: changes }, rewrite: rewrite({ authority: 'first' }) });
    expect(changeRequest(request, both, undefined, destination()).authority).toBe('first');
  });
});

describe('a path', () => {
  test('is replaced in the part that a prefix matched', () => {
    expect(rewritten('/api/users', { uri: '/' }, { uri: { prefix: '/api/' } })).toBe('/users');
    expect(rewritten('/api/users', { uri: '/v2' }, { uri: { prefix: '/api' } })).toBe('/v2/users');
  });
  test('is replaced whole by an exact match or an expression', () => {
    expect(rewritten('/api', { uri: '/v2' }, { uri: { exact: '/api' } })).toBe('/v2');
    expect(rewritten('/api/1', { uri: '/v2' }, { uri: { regex: '/api/.*' } })).toBe('/v2');
  });
  test('keeps its slash when a whole segment goes', () => {
    const match: Partial<HttpMatch> = { uri: { prefix: '/api' }, segmentPrefix: true };
    expect(rewritten('/api/users', { uri: '/' }, match)).toBe('/users');
    expect(rewritten('/api', { uri: '/' }, match)).toBe('/');
  });
  test('is replaced by an expression of its own', () => {
    const regex = { match: '/v(\\d)/(.*)', substitution: '/\\2/\\1' };
    expect(rewritten('/v2/users', { regex })).toBe('/users/2');
  });
});
