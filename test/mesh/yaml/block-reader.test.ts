import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { manifestsYaml } from '../../../mesh/writer/manifest-yaml.js';
import { readBlockYaml } from '../../../mesh/yaml/block-reader.js';
import { splitDocuments } from '../../../mesh/yaml/documents.js';
import { parseYaml } from '../../../mesh/yaml/parser.js';
import { generateYaml } from '../generate.js';

/** Whether the reader understands a document; fails when it does and the general parser sees something else. */
function isUnderstood(text: string): boolean {
  const block = readBlockYaml(text);
  if (block === undefined) {
    return false;
  }
  const { value, isRead, mistakes, root } = parseYaml(text);
  expect({ text, isRead, mistakes }).toEqual({ text, isRead: true, mistakes: [] });
  expect(block.value).toStrictEqual(value);
  expect(JSON.stringify(block.value)).toBe(JSON.stringify(value));
  expect(block.start).toBe(root?.start);
  return true;
}

describe('readBlockYaml', () => {
  test.each([
    ['nested mappings', 'a:\n  b:\n    c: 1\n  d: x\ne: y\n'],
    [
      'lists in the column of their key, and to the right of it',
      'a:\n- 1\n-   b: 2\n    c:\n    - d\n    -\n      - e\nf:\n  - g\n',
    ],
    ['lists in lists', 'a:\n  - - 1\n    - 2\n  - - - b: 3\n        c: 4\n'],
    ['comments and blanks', '# x\n\na: 1 # y\n   # z\nb:   # w\n\n  # v\n  c: "d" # e\n#f\n'],
    ['nothing as a value', 'a:\nb:\n  c:\nd:\n  -\n  - e:\n'],
    ['empty collections', 'a: {}\nb: []\nc:\n  - {}\n  - [] # none\n'],
    [
      'words and numbers',
      'a: yes\nb: Off\nc: NULL\nd: y\ne: 0\nf: -12\ng: 1.50\nh: 5s\ni: v1\nj: 10.0.0.0/8\nk: 100Mi\nl: -x\n',
    ],
    ['quotes', `a: "1"\nb: 'yes'\nc: "it's"\nd: '"'\ne: ""\nf: "# no comment"\n`],
    [
      'plain texts with signs inside',
      'a: http://b:80/c#d\ne: x, y [z] {w} & * ! | > % @ `\nf: a  b \ng: $(x)\nh: a:b\n',
    ],
    ['indentation of the whole', '  a: 1\n  b:\n  - c\n'],
    ['no line end at the end', 'a: 1\nb:\n- c'],
  ])('understands %s', (_name, text) => {
    expect(isUnderstood(text)).toBe(true);
  });

  test.each([
    ['flow collections', 'a: {b: 1}\n'],
    ['block scalars', 'a: |\n  b\n'],
    ['anchors', 'a: &b 1\n'],
    ['merge keys', 'a:\n  <<: 1\n'],
    ['tags', 'a: !!str 1\n'],
    ['duplicate keys', 'a: 1\na: 2\n'],
    ['keys that are no text', 'yes: 1\n'],
    ['__proto__', '__proto__: {}\n'],
    ['escapes', 'a: "\\n"\n'],
    ['texts over several lines', 'a: b\n  c\n'],
    ['numbers in other forms', 'a: 010\n'],
    ['other alphabets', 'a: ä\n'],
    ['tabs', 'a:\tb\n'],
    ['lines ended by CRLF', 'a: b\r\n'],
    ['a list', '- a\n'],
    ['nothing', '# a\n'],
    ['a mistake in the indentation', 'a: 1\n b: 2\n'],
    ['a list where a key is wanted', 'a: 1\n- b\n'],
    ['a mapping on the line of a key', 'a: b: c\n'],
    ['many levels', `a:\n${Array.from({ length: 200 }, (_, level) => `${' '.repeat(level + 1)}b:\n`).join('')}`],
    ['many lists', `a:\n  ${'- '.repeat(100_000)}b\n`],
  ])('leaves %s to the general parser', (_name, text) => {
    expect(readBlockYaml(text)).toBeUndefined();
  });

  test('understands what programs write, as the general parser does', () => {
    const manifests = readManifests(generateYaml(5), 'f').resources.map(({ manifest }) => manifest);
    const documents = [...splitDocuments(manifestsYaml({ target: { name: 'cluster', role: 'all' } }, manifests))];
    expect(documents).toHaveLength(manifests.length);
    expect(documents.filter(({ text }) => isUnderstood(text))).toHaveLength(documents.length);
  });

  test('sees in any document what the general parser sees', () => {
    const wrong = fc.oneof(
      fc.constantFrom('a: b', '- a', '{a: 1}', '|', '>-', '*x', '&x y', '!t z', '%', '?', '<<', '"', '08', '1e3', '.5'),
      fc.string({ maxLength: 4 }),
    );
    const right = fc.constantFrom(
      '',
      '',
      '1',
      '-1',
      '0.5',
      'yes',
      'null',
      'x',
      '5s',
      '1.2.3',
      "'q'",
      '"q"',
      'a:b',
      'a#b',
      '[]',
    );
    const line = fc.record({
      step: fc.constantFrom(0, 0, 0, 2, 2, -2, -2, -4, 1),
      dash: fc.constantFrom('', '', '', '', '- ', '- ', '- - ', '-'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h-i/j.k', 'on', '1', ''),
      value: fc.oneof({ weight: 15, arbitrary: right }, { weight: 1, arbitrary: wrong }),
      end: fc.constantFrom('', '', '', '', ' ', ' # c', '#c'),
    });
    let understood = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), fc.boolean(), (lines, isClosed) => {
        let indent = 0;
        const texts = lines.map(({ step, dash, key, value, end }, index) => {
          indent = index === 0 ? 0 : Math.max(0, indent + step);
          return `${' '.repeat(indent)}${dash}${key}${key === '' ? '' : ':'}${value === '' ? '' : ' '}${value}${end}`;
        });
        understood += Number(isUnderstood(`${texts.join('\n')}${isClosed ? '\n' : ''}`));
      }),
      { numRuns: 20_000 },
    );
    expect(understood).toBeGreaterThan(600);
  });

  test('sees in the dump of any value what the general parser sees', () => {
    const key = fc.oneof(fc.stringMatching(/^[a-zA-Z_][\w./-]{0,8}$/), fc.string({ maxLength: 3 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('mapping')),
      leaf: fc.oneof(
        fc.string({ maxLength: 8 }),
        fc.integer(),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.constant(null),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      mapping: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    }));
    let understood = 0;
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), fc.boolean(), (mapping, isIndented) => {
        understood += Number(isUnderstood(dump(mapping, { seqNoIndent: !isIndented, noRefs: true })));
      }),
      { numRuns: 3000 },
    );
    expect(understood).toBeGreaterThan(200);
  });
});
