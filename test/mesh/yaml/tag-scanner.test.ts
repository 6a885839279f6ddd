import { describe, expect, test } from '@jest/globals';
import { Cursor } from '../../../mesh/yaml/cursor.js';
import { Directives } from '../../../mesh/yaml/directives.js';
import { scanAnchor, scanDirective, scanTag } from '../../../mesh/yaml/tag-scanner.js';

describe('tags', () => {
  test.each([
    ['! a', { handle: '', suffix: '!' }],
    ['!a b', { handle: '!', suffix: 'a' }],
    ['!!str a', { handle: '!!', suffix: 'str' }],
    ['!e!a%41%C3%A9 b', { handle: '!e!', suffix: 'aAé' }],
    ['!<tag:e,2000:a> b', { handle: '', suffix: 'tag:e,2000:a' }],
  ])('%j', (text, tag) => {
    expect(scanTag(new Cursor(text))).toEqual(tag);
  });

  test.each([
    ['!!', 'a tag has no name'],
    ['!<a b', 'must end with `>`'],
    ['!a{', 'a blank must follow a tag'],
    ['!%C3%41 a', 'must begin the octets of a character'],
    ['!%zz a', 'must begin the octets of a character'],
  ])('refuses %j', (text, message) => {
    expect(() => scanTag(new Cursor(text))).toThrow(message);
  });
});

test('anchors are words before a blank or a closing sign', () => {
  expect(scanAnchor(new Cursor('&a-1_b c'))).toBe('a-1_b');
  expect(scanAnchor(new Cursor('*a]'))).toBe('a');
  expect(() => scanAnchor(new Cursor('&.a'))).toThrow('`&` must be followed by a name');
  expect(() => scanAnchor(new Cursor('*a.b'))).toThrow('`*` must be followed by a name');
});

describe('directives', () => {
  test('are versions, and handles of tags', () => {
    expect(scanDirective(new Cursor('%YAML 01.1 # c\n'))).toEqual({ name: 'YAML', version: '1.1' });
    expect(scanDirective(new Cursor('%TAG !e! tag:e,2000:\n'))).toEqual({
      name: 'TAG',
      handle: '!e!',
      prefix: 'tag:e,2000:',
    });
  });

  test.each([
    ['%a', 'must be a directive'],
    ['%YAML 1', 'needs a version'],
    ['%YAML 1.1 x', 'something follows'],
    ['%TAG !e a', 'needs a handle'],
    ['%TAG !e! "', 'a tag has no name'],
  ])('refuses %j', (text, message) => {
    expect(() => scanDirective(new Cursor(text))).toThrow(message);
  });

  test('decide what handles stand for', () => {
    const directives = new Directives();
    directives.add({ name: 'TAG', handle: '!!', prefix: 'tag:e:' }, 0);
    directives.add({ name: 'YAML', version: '1.1' }, 0);
    const full = (handle: string): string => directives.fullTag({ handle, suffix: 'a' }, 0);
    expect([full('!!'), full('!'), full('')]).toEqual(['tag:e:a', '!a', 'a']);
    expect(() => full('!e!')).toThrow('the tag handle !e! is not declared');
    expect(() => directives.add({ name: 'TAG', handle: '!!', prefix: 'x' }, 0)).toThrow('given twice');
    expect(() => directives.add({ name: 'YAML', version: '1.1' }, 0)).toThrow('given twice');
  });
});
