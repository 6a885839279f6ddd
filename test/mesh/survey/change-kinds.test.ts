import { describe, expect, test } from '@jest/globals';
import { type ChangeKind, gravestFirst, kindOfChange, totalsOf } from '../../../mesh/survey/change-kinds.js';
import type { ChangedAnswer } from '../../../mesh/survey/diff.js';

const change = (changes: ChangedAnswer['changes'], to = 'http://cart/'): ChangedAnswer => ({
  query: { from: 'shop/frontend', to },
  changes,
});
const of = (before: unknown, after: unknown) => ({ before, after });

describe('the kind of a change', () => {
  test.each<[ChangeKind, ChangedAnswer['changes']]>([
    ['lost', { verdict: of('allowed', 'denied'), status: of({ 200: 1 }, { 403: 1 }), mtls: of('mutual', 'none') }],
    ['lost', { verdict: of('allowed', 'no-route') }],
    ['failing', { status: of({ 200: 1 }, { 200: 0.9, 503: 0.1 }), versions: of({ a: 1 }, { a: 0.9 }) }],
    ['opened', { verdict: of('denied', 'allowed'), status: of({ 403: 1 }, { 200: 1 }) }],
    ['opened', { verdict: of('no-route', 'allowed'), status: of({ 503: 1 }, { 200: 1 }) }],
    ['unencrypted', { mtls: of('mutual', 'plaintext'), versions: of({ a: 1 }, { b: 1 }) }],
    ['encrypted', { mtls: of('plaintext', 'mutual') }],
    ['moved', { versions: of({ a: 1 }, { b: 1 }) }],
    ['moved', { redirect: of(null, 'https://cart/') }],
    ['moved', { verdict: of('denied', 'no-route') }],
    ['other', { status: of({ 503: 1 }, { 200: 1 }) }],
    ['other', { timeout: of(null, '2s') }],
  ])('%s: %j', (kind, changes) => {
    expect(kindOfChange(change(changes))).toBe(kind);
  });
});

test('the gravest come first, those of one kind in their order, and each kind is counted', () => {
  const moved = { versions: of({ a: 1 }, { b: 1 }) };
  const lost = { verdict: of('allowed', 'denied') };
  const changes = [change(moved, 'http://a/'), change(moved, 'http://b/'), change(lost, 'http://c/')];
  expect(gravestFirst(changes).map(({ query }) => query.to)).toEqual(['http://c/', 'http://a/', 'http://b/']);
  expect(totalsOf(changes)).toBe('3 requests change their answer: 1 no longer allowed, 2 answered by others');
  expect(totalsOf(changes.slice(2))).toBe('1 request changes its answer: 1 no longer allowed');
});
