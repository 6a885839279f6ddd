import { describe, expect, test } from '@jest/globals';
import { isImported, readEgressHost } from '../../../mesh/istio/egress-host.js';
import { hostsOverlap } from '../../../mesh/model/hosts.js';

describe('an entry of egress.hosts', () => {
  test.each([
    ['shop/cart.example.com', { namespace: 'shop', host: 'cart.example.com', isExcluded: false }],
    ['./*', { namespace: 'own', host: '*', isExcluded: false }],
    ['*/*.Example.com', { namespace: '*', host: '*.example.com', isExcluded: false }],
    ['~/*', { namespace: '*', host: '*', isExcluded: true }],
    ['~shop/*', { namespace: 'shop', host: '*', isExcluded: true }],
    ['~./*', { namespace: 'own', host: '*', isExcluded: true }],
  ])('%s', (text, expected) => {
    expect(readEgressHost(text, 'own')).toEqual([expected]);
  });

  test.each(['cart.example.com', 'shop/cart/x', ''])('"%s" is not valid', (text) => {
    expect(readEgressHost(text, 'own')).toEqual([]);
  });
});

const importsOf = (texts: string) => texts.split(' ').flatMap((text) => readEgressHost(text, 'own'));

test.each([
  ['shop/*', 'shop', true],
  ['shop/*', 'lab', false],
  ['*/*', 'lab', true],
  ['~/*', 'lab', false],
  ['*/a.example.com', 'lab', true],
  ['*/b.example.com', 'lab', false],
  // What is kept out wins, wherever it stands.
  ['*/* ~lab/*', 'lab', false],
  ['~lab/* */*', 'lab', false],
  ['~lab/* */*', 'shop', true],
  ['*/* ~/a.example.com', 'lab', false],
  ['*/* ~/b.example.com', 'lab', true],
])('with %s a.example.com of namespace %s: %s', (texts, namespace, expected) => {
  expect(isImported(importsOf(texts), namespace, 'a.example.com')).toBe(expected);
});

test('an import may fit in another way, and only what covers a host keeps it out', () => {
  const isThere = (texts: string) => isImported(importsOf(texts), 'shop', '*.example.com', hostsOverlap);
  expect(isImported(importsOf('*/a.example.com'), 'shop', '*.example.com')).toBe(false);
  expect(isThere('*/a.example.com')).toBe(true);
  expect(isThere('*/* ~/a.example.com')).toBe(true);
  expect(isThere('*/* ~/*.com')).toBe(false);
});
