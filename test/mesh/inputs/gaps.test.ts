import { expect, test } from '@jest/globals';
import { modelled, noEffect, notModelled } from '../../../mesh/inputs/coverage.js';
import { gapsIn, hasGaps } from '../../../mesh/inputs/gaps.js';

const limit = notModelled('requests over it are refused');
const fields = {
  hosts: modelled,
  routes: { name: noEffect('a name'), limit, mode: notModelled('another mode', { unless: ['PLAIN'] }) },
  environment: { KNOWN: modelled, '*': notModelled('a setting') },
  tls: { mode: modelled, names: notModelled('names must fit', { when: (_, { mode }) => mode === 'MUTUAL' }) },
};
const pathsIn = (value: unknown) => gapsIn(value, fields).map(({ path }) => path.join('.'));

test('a field that is given and not modelled is found, also in lists, the first of several alike', () => {
  expect(pathsIn({ hosts: ['a'], routes: [{ name: 'x' }, { limit: 1 }, { limit: 2 }] })).toEqual(['routes.1.limit']);
});

test.each([[undefined], [null], [''], [[]]])('%j is not given', (value) => {
  expect(pathsIn({ routes: { limit: value } })).toEqual([]);
});

test('an empty object and false are given', () => {
  expect(pathsIn({ routes: { limit: {} } })).toEqual(['routes.limit']);
  expect(pathsIn({ routes: { limit: false } })).toEqual(['routes.limit']);
});

test('a value that changes nothing does not count, nor one that matters only beside others', () => {
  expect(pathsIn({ routes: { mode: 'PLAIN' } })).toEqual([]);
  expect(pathsIn({ routes: { mode: 'OTHER' } })).toEqual(['routes.mode']);
  expect(pathsIn({ tls: { mode: 'SIMPLE', names: ['a'] } })).toEqual([]);
  expect(pathsIn({ tls: { mode: 'MUTUAL', names: ['a'] } })).toEqual(['tls.names']);
});

test('a wildcard is for the keys that are not named', () => {
  expect(pathsIn({ environment: { KNOWN: '1' } })).toEqual([]);
  expect(pathsIn({ environment: { KNOWN: '1', OTHER: '2' } })).toEqual(['environment.OTHER']);
});

test('values of other types and keys of Object are no trouble', () => {
  expect(pathsIn('text')).toEqual([]);
  expect(pathsIn({ routes: 'text', tls: 5, constructor: {} })).toEqual([]);
});

test('a tree without anything that is not modelled is not walked', () => {
  expect(hasGaps({ a: modelled, b: { c: noEffect('why') } })).toBe(false);
  expect(hasGaps(fields)).toBe(true);
});
