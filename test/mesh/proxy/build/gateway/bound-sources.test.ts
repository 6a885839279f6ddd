import { expect, test } from '@jest/globals';
import { BoundSources, commonHosts } from '../../../../../mesh/proxy/build/gateway/bound-sources.js';
import { serverOf, sourceOf } from '../../fixtures.js';

const bound = (name: string, parts: object = {}) => sourceOf({ name, gateways: ['shop/door'], ...parts });
const names = (sources: readonly { readonly name: string }[]) => sources.map(({ name }) => name);

test('sources that pods of a namespace may use: private first, then exported, then public', () => {
  const sources = new BoundSources([
    bound('public'),
    bound('exported', { namespace: 'lab', visibility: ['shop'] }),
    bound('private', { visibility: ['shop'] }),
    bound('hidden', { namespace: 'lab', visibility: ['lab'] }),
    bound('elsewhere', { gateways: ['mesh'] }),
  ]);
  expect(names(sources.of('shop/door', 'shop'))).toEqual(['private', 'exported', 'public']);
  expect(names(sources.of('shop/none', 'shop'))).toEqual([]);
});

test('connections are for sources with a host of the server', () => {
  const sources = new BoundSources([
    bound('a', { hosts: ['a.example'] }),
    bound('any', { hosts: ['*'] }),
    bound('b', { hosts: ['b.example'] }),
  ]);
  expect(names(sources.forConnections(serverOf({ hosts: ['a.example'] }), 'shop'))).toEqual(['a', 'any']);
  expect(names(sources.forConnections(serverOf({ hosts: ['lab/a.example'] }), 'shop'))).toEqual([]);
});

test.each([
  [['*'], ['a.example'], ['a.example']],
  [['*.example'], ['a.example', 'b.other'], ['a.example']],
  [['a.example'], ['*.example'], ['a.example']],
  [['*.example'], ['*.a.example'], ['*.a.example']],
  [['shop/*.example'], ['a.example'], ['a.example']],
  [['lab/*.example'], ['a.example'], []],
  [['a.example', '*'], ['a.example'], ['a.example']],
])('a server for %j and routes for %j share %j', (hosts, others, expected) => {
  expect(commonHosts(serverOf({ hosts }), sourceOf({ hosts: others }))).toEqual(expected);
});
