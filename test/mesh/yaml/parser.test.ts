import { describe, expect, test } from '@jest/globals';
import { parseDocument, parseYaml } from '../../../mesh/yaml/parser.js';

const valueIn = (text: string): unknown => {
  const { value, isRead, mistakes } = parseYaml(text);
  expect({ text, isRead, mistakes }).toEqual({ text, isRead: true, mistakes: [] });
  return value;
};
const mistakeOf = (text: string): string => {
  const { isRead, mistakes } = parseYaml(text);
  expect({ text, isRead }).toEqual({ text, isRead: false });
  return mistakes.map(({ kind, line, message }) => `${kind} ${line}: ${message}`).join('\n');
};

/** Layouts that go-yaml reads, with its values; differential/yaml asks it for many more. */
describe('parseYaml reads as go-yaml does', () => {
  test.each<[string, string, unknown]>(
    [
      ['a brace closed in the column of its key', 'a: {\n  b: 1\n}\nc: 2\n', { a: { b: 1 }, c: 2 }],
      ['braces closed left of all keys', 'a:\n  b: {c: [\n1,\n2\n],\nd: e\n}\n', { a: { b: { c: [1, 2], d: 'e' } } }],
      ['a bracket opened in the column of its key', 'a:\n[b, c]\n', undefined],
      [
        'a quoted text that goes on in the column of its key',
        'a:\n  b: "c\n  d"\n  e: \'f\n  g\'\n',
        { a: { b: 'c d', e: 'f g' } },
      ],
      ['a quoted text that goes on in the first column', 'a:\n  b: "c\nd\n\ne"\n', { a: { b: 'c d\ne' } }],
      ['an IPv6 address in brackets', 'a: [192.0.2.1, 2001:db8::, ::1, fe80::1]\n', undefined],
      [
        'an IPv6 address in brackets that ends in colons',
        'a: [2001:db8::]\nb: {c: 2001:db8::}\n',
        { a: ['2001:db8::'], b: { c: '2001:db8::' } },
      ],
      [
        'lists in the column of their key, and right of it',
        'a:\n- 1\n- b: 2\n  c: 3\nd:\n    - - 4\n      - 5\n',
        { a: [1, { b: 2, c: 3 }], d: [[4, 5]] },
      ],
      [
        'comments everywhere',
        '# a\nb: # c\n  # d\n  - 1 # e\n# f\n  - 2\n   # g\nh: {i: 1, # j\n # k\n l: "m"# n\n}\n',
        { b: [1, 2], h: { i: 1, l: 'm' } },
      ],
      ['tabs after keys, texts and in brackets', 'a:\tb\nc: d\t# e\nf: [\t1,\n\t2\t]\n', { a: 'b', c: 'd', f: [1, 2] }],
      ['plain texts over lines', 'a: b\n  c\n\n  d # e\nf:\n  g\n  h\n', { a: 'b c\nd', f: 'g h' }],
      [
        'plain texts with signs inside',
        'a: b#c d:e f, g[h] {i\nj: -k ?l :m\n',
        { a: 'b#c d:e f, g[h] {i', j: '-k ?l :m' },
      ],
      ['keys of many forms', '"a": 1\n\'b\': 2\n? c\n: 3\nd : 4\n5: 6\ny: 7\n1.50: 8\n1e3: 9\n{}x: 10\n', undefined],
      [
        'keys that are not texts',
        '1: a\n0x1F: b\nyes: c\n1.50: d\n1e6: e\n2001-01-02: f\n-0.1: g\n',
        { 1: 'a', 31: 'b', true: 'c', '1.5': 'd', '1e+06': 'e', '2001-01-02': 'f', '-0.1': 'g' },
      ],
      [
        'literal texts',
        'a: |\n  b\n   c\n\n  d\n\ne: |-\n  f\ng: |+\n  h\n\ni: |2\n    j\n',
        { a: 'b\n c\n\nd\n', e: 'f', g: 'h\n\n', i: '  j\n' },
      ],
      ['folded texts', 'a: >\n  b\n  c\n\n  d\n   e\n  f\ng: >-\n  h\n  i\n', { a: 'b c\nd\n e\nf\n', g: 'h i' }],
      ['block texts with comments and blank lines', 'a: | # b\n\n  c\n # d\ne: >1-\n  f\n', { a: '\nc\n', e: ' f' }],
      [
        'escapes',
        'a: "\\n\\t\\\\\\"\\x41\\u00e9\\U0001F600\\0\\e\\N\\_ \\\n   b\\  c"\n',
        { a: '\n\t\\"Aé😀\0\x1b\u0085\u00a0 b  c' },
      ],
      ['doubled quotes', "a: 'b''c'\n", { a: "b'c" }],
      [
        'tags',
        'a: !!str 1\nb: !!int "2"\nc: !x 3\nd: !!float 4\ne: !<tag:yaml.org,2002:str> yes\nf: !!binary aGk=\ng: !!map {}\n',
        { a: '1', b: 2, c: '3', d: 4, e: 'yes', f: 'hi', g: {} },
      ],
      ['directives', '%YAML 1.1\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n', { a: '1' }],
      [
        'anchors, aliases and merge keys',
        'a: &x {b: 1, c: 2}\nd: *x\ne: {c: 3, <<: *x, f: 4}\ng: {<<: [{b: 5}, *x], b: 6}\n',
        { a: { b: 1, c: 2 }, d: { b: 1, c: 2 }, e: { b: 1, c: 2, f: 4 }, g: { b: 6, c: 2 } },
      ],
      ['a merge key in quotes, which is none', 'a: {"<<": {b: 1}}\n', { a: { '<<': { b: 1 } } }],
      [
        'pairs in brackets',
        'a: [b: 1, ? c : 2, d]\ne: {f, g: , ? h}\n',
        { a: [{ b: 1 }, { c: 2 }, 'd'], e: { f: null, g: null, h: null } },
      ],
      ['a comma before a closing bracket', 'a: [1, ]\nb: {c: 1,\n}\n', { a: [1], b: { c: 1 } }],
      ['line breaks of every sort', 'a: 1\r\nb: 2\rc: 3\u0085d: 4\u2028e: 5\u2029', { a: 1, b: 2, c: 3, d: 4, e: 5 }],
      ['a byte order mark', '\ufeffa: 1\nb: 2\n', { a: 1, b: 2 }],
      ['only the first document', '---\na: 1\n...\n', { a: 1 }],
      ['a text behind the marker', '--- a\n', 'a'],
      ['nothing', '# a\n', undefined],
      ['an empty document', '---\n', null],
      ['__proto__', '__proto__: 1\n', JSON.parse('{"__proto__": 1}')],
    ].filter(([, , value]) => value !== undefined) as [string, string, unknown][],
  )('%s', (_name, text, value) => {
    expect(valueIn(text)).toStrictEqual(value);
  });

  test.each([
    [
      'a bracket in the column of its key',
      'a:\n[b]\n',
      'syntax 2: `:` is missing after a key, or the line is indented wrongly',
    ],
    ['a tab for indentation', 'a:\n\tb: 1\n', 'syntax 2: a text must not begin with a tab; quote it'],
    [
      'a mapping on the line of a key',
      'a: b: c\n',
      'syntax 1: a second `: ` on the line; quote a text that holds one, or begin a mapping on a line of its own',
    ],
    [
      'a list on the line of a key',
      'a: - b\n',
      'syntax 1: a list must not begin on the line of its key, nor after a text',
    ],
    [
      'a key on two lines',
      'a\nb: c\n',
      'syntax 2: a second `: ` on the line; quote a text that holds one, or begin a mapping on a line of its own',
    ],
    ['a key without colon', 'a: 1\nb\nc: 2\n', 'syntax 2: `:` is missing after a key, or the line is indented wrongly'],
    [
      'indentation between two levels',
      'a:\n    b: 1\n  c: 2\n',
      'syntax 3: a key is missing in a mapping, or the line is indented wrongly',
    ],
    ['an entry that is none', '- a\nb: 1\n', 'syntax 2: `- ` is missing in a list, or the line is indented wrongly'],
    ['brackets that are not closed', 'a: [1,\n  2\nb: 3\n', 'syntax 3: `,` or `]` is missing in brackets'],
    ['a quote that is not closed', 'a: 1\nb: "c\nd: 1\n', 'syntax 2: a quoted text is not closed'],
    [
      'an unknown escape',
      'a: "\\d"\n',
      'syntax 1: `\\d` is not an escape in double quotes; write `\\\\` for a backslash',
    ],
    ['a sign that begins nothing', 'a: @b\n', 'syntax 1: a text must not begin with `@`; quote it'],
    [
      'a key too long',
      `b: 1\n${'a'.repeat(1025)}: 1\n`,
      'syntax 2: `:` is missing after a key, or the line is indented wrongly',
    ],
    [
      'text behind a block sign',
      'a: | b\n',
      'syntax 1: a text follows `|` or `>` on its line; it must begin on the next one',
    ],
    ['a tag that does not fit', 'a: 1\nb: !!int c\n', 'syntax 2: the text does not fit its tag !!int'],
    [
      'a later version',
      '%YAML 1.2\n---\na: 1\n',
      'syntax 1: kubectl reads YAML 1.1 only, not 1.2; leave the directive out',
    ],
    ['an unknown alias', 'a: *b\n', 'syntax 1: an alias names no anchor before it; quote a text that begins with `*`'],
    [
      'a null key',
      'a: 1\n~: 2\n',
      'syntax 2: a key is missing or null, which JSON does not have; quote it if it is a text',
    ],
    [
      'a list as a key',
      '? [a]\n: 1\n',
      'syntax 1: a key is a list or a mapping, which JSON does not have; quote it if it is a text',
    ],
    ['infinity', 'a: .inf\n', 'syntax 1: .inf is a number that JSON does not have; quote it if it is a text'],
    [
      'a merge of a text',
      'a: {<<: b}\n',
      'syntax 1: the value of the merge key `<<` must be a mapping, an alias of one, or a list of these',
    ],
    [
      'a control character',
      'a: b\u007f\n',
      'syntax 1: the text has the control character U+007F, which YAML does not allow',
    ],
    ['a value inside itself', 'a: &x\n  b: *x\n', 'alias 2: the alias `*x` stands inside the value that it repeats'],
    [
      'values nested far too deep',
      `a: ${'['.repeat(1001)}`,
      'syntax 1: more than 1000 values are nested in each other',
    ],
  ])('refuses %s', (_name, text, message) => {
    expect(mistakeOf(text)).toBe(message);
  });

  test('an infinity that a later key replaces is no mistake but the key', () => {
    const { value, mistakes } = parseYaml('a: .inf\nb: {~: 1}\na: 1\nb: 2\n');
    expect(value).toEqual({ a: 1, b: 2 });
    expect(mistakes.map(({ kind, line }) => `${kind} ${line}`)).toEqual(['duplicate-key 3', 'duplicate-key 4']);
  });

  test('what follows the value is told', () => {
    expect(parseYaml('{a: 1} b\n').mistakes.map(({ kind }) => kind)).toEqual(['unread']);
    expect(parseYaml('a: 1\n---\nb: 2\n')).toMatchObject({ value: { a: 1 }, mistakes: [{ kind: 'unread', line: 3 }] });
    expect(parseYaml('a: 1\n---\n').mistakes).toEqual([]);
  });

  test('each duplicate key is told at its line, not where an alias repeats it', () => {
    const { value, mistakes } = parseYaml('a: &x\n  b: 1\n  b: 2\nc: *x\nd: {<<: *x, b: 3}\na: *x\n');
    expect(value).toEqual({ a: { b: 2 }, c: { b: 2 }, d: { b: 3 } });
    expect(mistakes.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '3 the key `b` is given twice',
      '6 the key `a` is given twice',
    ]);
  });
});

describe('parseDocument', () => {
  test('counts lines from that of the document', () => {
    expect(parseDocument({ text: 'a: 1\nb: [\n', line: 10 }).mistakes).toMatchObject([{ line: 11 }]);
  });
});
