import { describe, expect, test } from '@jest/globals';
import { Scanner } from '../../../mesh/yaml/scanner.js';
import type { Token } from '../../../mesh/yaml/tokens.js';

/** The tokens of a text in short: their types, and what they say. */
function tokensOf(text: string): string {
  const scanner = new Scanner(text);
  const tokens: Token[] = [];
  do {
    tokens.push(scanner.next());
  } while (tokens.at(-1)?.type !== 'stream-end');
  return tokens.map(shown).join(' ');
}

function shown(token: Token): string {
  switch (token.type) {
    case 'scalar':
      return token.isPlain ? token.text : JSON.stringify(token.text);
    case 'anchor':
      return `&${token.name}`;
    case 'alias':
      return `*${token.name}`;
    case 'tag':
      return `<${token.tag.handle}${token.tag.suffix}>`;
    default:
      return token.type;
  }
}

describe('Scanner', () => {
  test.each([
    ['a: 1', 'block-mapping-start key a value 1 block-end stream-end'],
    [
      '- a\n- - b',
      'block-sequence-start block-entry a block-entry block-sequence-start block-entry b block-end block-end stream-end',
    ],
    ['a:\n- b\nc: d', 'block-mapping-start key a value block-entry b key c value d block-end stream-end'],
    [
      '{a: [b, c]}',
      'flow-mapping-start key a value flow-sequence-start b flow-entry c flow-sequence-end flow-mapping-end stream-end',
    ],
    [
      '[a: b]: c',
      'block-mapping-start key flow-sequence-start key a value b flow-sequence-end value c block-end stream-end',
    ],
    ['? a\n: b', 'block-mapping-start key a value b block-end stream-end'],
    ['&a !!str b: *a', 'block-mapping-start key &a <!!str> b value *a block-end stream-end'],
    ['"a" : |\n  b', 'block-mapping-start key "a" value "b" block-end stream-end'],
    ['%YAML 1.1\n--- a\n...', 'directive document-start a document-end stream-end'],
    ['a: {\n}', 'block-mapping-start key a value flow-mapping-start flow-mapping-end block-end stream-end'],
    ['', 'stream-end'],
  ])('%j', (text, tokens) => {
    expect(tokensOf(text)).toBe(tokens);
  });

  test.each([
    ['a: b: c', 'a second `: `'],
    ['a: - b', 'a list must not begin'],
    ['a: 1\n? b\nc', '`:` is missing'],
    ['a: `b`', 'a text must not begin with ```'],
    ['[|]', 'a text must not begin with `|`'],
    ['\ta: 1', 'a text must not begin with a tab'],
  ])('refuses %j', (text, message) => {
    expect(() => tokensOf(text)).toThrow(message);
  });

  test('peek leaves the token', () => {
    const scanner = new Scanner('a');
    expect(scanner.peek()).toBe(scanner.peek());
    expect(scanner.peek()).toBe(scanner.next());
    expect(scanner.next().type).toBe('stream-end');
  });
});
