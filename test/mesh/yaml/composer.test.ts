import { describe, expect, test } from '@jest/globals';
import { checkAliases, isMerge, mergedMapping } from '../../../mesh/yaml/aliases.js';
import { compose } from '../../../mesh/yaml/composer.js';
import { Constructor } from '../../../mesh/yaml/constructor.js';
import { keyText } from '../../../mesh/yaml/keys.js';
import { NodeMaker } from '../../../mesh/yaml/node-maker.js';
import type { Pair, ScalarNode, YamlNode } from '../../../mesh/yaml/nodes.js';
import { resolveScalar } from '../../../mesh/yaml/scalar-values.js';
import { YamlError } from '../../../mesh/yaml/yaml-error.js';

const nodeOf = (text: string): YamlNode => compose(text).root as YamlNode;
const pairOf = (text: string): Pair => {
  const node = nodeOf(text);
  return (node.kind === 'mapping' ? node.pairs[0] : undefined) as Pair;
};

describe('compose', () => {
  test('says where values stand, and what they are', () => {
    expect(nodeOf('a: [1, "b"]\n')).toEqual({
      kind: 'mapping',
      start: 0,
      pairs: [
        {
          key: { kind: 'scalar', start: 0, text: 'a', tag: '', isImplicit: true },
          value: {
            kind: 'sequence',
            start: 3,
            items: [
              { kind: 'scalar', start: 4, text: '1', tag: '', isImplicit: true },
              { kind: 'scalar', start: 7, text: 'b', tag: '', isImplicit: false },
            ],
          },
        },
      ],
    });
  });

  test('an anchor may be used inside its own value, and again', () => {
    const { root, hasAliases } = compose('- &a [*a]\n- &a b\n- *a\n');
    expect(hasAliases).toBe(true);
    expect(root?.kind === 'sequence' && root.items[2]).toMatchObject({
      kind: 'alias',
      name: 'a',
      target: { text: 'b' },
    });
  });

  test.each([
    ['a: 1\n', undefined],
    ['a: 1\n...\n---\n', undefined],
    ['[a] b', 4],
    ['a: 1\n---\nb', 9],
    ['a: 1\n---\n@', 9],
  ])('tells what follows the document in %j', (text, unread) => {
    expect(compose(text).unread).toBe(unread);
  });

  test('nothing, and an empty document', () => {
    expect(compose('# a').root).toBeUndefined();
    expect(compose('---\n# a').root).toMatchObject({ text: '', isImplicit: true });
  });
});

test('NodeMaker finds the value of an alias, and refuses one without', () => {
  const maker = new NodeMaker();
  const node = maker.emptyWith({ anchor: 'a', tag: '!x' }, 3);
  expect(maker.alias('a', 5)).toEqual({ kind: 'alias', start: 5, name: 'a', target: node });
  expect(() => maker.alias('b', 7)).toThrow('names no anchor before it');
});

describe('resolveScalar', () => {
  const scalar = (text: string, type: string): ScalarNode => ({
    kind: 'scalar',
    start: 0,
    text,
    tag: `tag:yaml.org,2002:${type}`,
    isImplicit: false,
  });

  test.each([
    ['1', 'str', '1'],
    ['1', 'int', 1],
    ['1', 'float', 1],
    ['yes', 'bool', true],
    ['', 'null', null],
    ['2001-1-2', 'timestamp', '2001-1-2'],
    ['2004-02-29T1:2:3.5Z', 'timestamp', '2004-02-29T1:2:3.5Z'],
    ['2001-01-02 3:4:5', 'timestamp', '2001-01-02 3:4:5'],
    ['aGk=\n', 'binary', 'hi'],
    ['/w==', 'binary', '\ufffd'],
    ['a', 'set', 'a'],
  ])('%j as %s', (text, type, value) => {
    expect(resolveScalar(scalar(text, type)).value).toBe(value);
  });

  test.each([
    ['a', 'int'],
    ['1.5', 'int'],
    ['a', 'float'],
    ['18446744073709551615', 'float'],
    ['1', 'bool'],
    ['0', 'null'],
    ['2001-02-29', 'timestamp'],
    ['2001-01-02T25:00:00Z', 'timestamp'],
    ['a', 'binary'],
  ])('refuses %j as %s', (text, type) => {
    expect(() => resolveScalar(scalar(text, type))).toThrow(YamlError);
  });
});

describe('keyText', () => {
  test.each([
    ['a: 1', 'a'],
    ['0x10: 1', '16'],
    ['9007199254740993: 1', '9007199254740993'],
    ['no: 1', 'false'],
    ['1.0: 1', '1'],
    ['0.1: 1', '0.1'],
    ['123456.5: 1', '123456.5'],
    ['1e6: 1', '1e+06'],
    ['1.5e-7: 1', '1.5e-07'],
    ['16777217.5: 1', '1.6777218e+07'],
    ['-0.0: 1', '-0'],
    ['1e40: 1', '.inf'],
    ['.nan: 1', '.nan'],
    ['-.inf: 1', '-.inf'],
  ])('of %j is %s', (text, key) => {
    expect(keyText(pairOf(text).key)).toBe(key);
  });

  test('says what JSON does not have', () => {
    expect(keyText(pairOf('~: 1').key)).toHaveProperty('problem');
    expect(keyText(pairOf('18446744073709551615: 1').key)).toHaveProperty('problem');
    expect(() => keyText(pairOf('[a]: 1').key)).toThrow('a key is a list or a mapping');
  });
});

describe('aliases', () => {
  test('merge keys are plain, or say so', () => {
    expect(['<<: 1', '"<<": 1', '!!merge "<<": 1', '! "<<": 1', 'a: 1'].map((text) => isMerge(pairOf(text)))).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(() => mergedMapping(nodeOf('[a]'))).toThrow('must be a mapping');
  });

  test('are counted before anything is made of them', () => {
    const text = `a: &a [${'x,'.repeat(200)}]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]\n`;
    expect(() => checkAliases(nodeOf(text))).toThrow('far more than the text says');
    expect(() => checkAliases(nodeOf('a: &a {b: {c: *a}}'))).toThrow('inside the value that it repeats');
    expect(() => checkAliases(nodeOf('a: &a 1\nb: {c: [*a, *a]}'))).not.toThrow();
  });
});

test('Constructor makes what an alias repeats once', () => {
  const value = new Constructor().construct(nodeOf('a: &a {b: 1}\nc: [*a, *a]')) as { c: unknown[] };
  expect(value).toEqual({ a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] });
  expect(value.c[0]).toBe(value.c[1]);
});
