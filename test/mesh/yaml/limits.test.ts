import { describe, expect, test } from '@jest/globals';
import { parseYaml } from '../../../mesh/yaml/parser.js';

const kindsOf = (text: string): string[] => parseYaml(text).mistakes.map(({ kind }) => kind);
const repeated = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join('');

/** Seconds of this process alone, whatever else the machine does. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Texts of up to 2 MB that would take minutes or gigabytes were they not counted first. */
describe('hostile texts are refused, and soon', () => {
  test.each<[string, () => string, string]>([
    [
      'lists of lists of aliases',
      () => `a0: &a0 [x, x]\n${repeated(40, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`)}`,
      'alias',
    ],
    ['one list, often', () => `a: &a [${'x, '.repeat(50)}]\nb: [${'*a, '.repeat(10_000)}]\n`, 'alias'],
    ['one long text, often', () => `a: &a ${'x'.repeat(1000)}\nb: [${'*a, '.repeat(100_000)}]\n`, 'alias'],
    ['a very long text, several times', () => `a: &a ${'x'.repeat(1_000_000)}\nb: [${'*a, '.repeat(20)}]\n`, 'alias'],
    [
      'merge keys of merge keys',
      () =>
        `a0: &a0 {k: v}\n${repeated(40, (index) => `a${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}\n`)}`,
      'alias',
    ],
    ['open brackets', () => '['.repeat(1_000_000), 'syntax'],
    ['open brackets, one on each line', () => '[\n'.repeat(500_000), 'syntax'],
    ['dashes', () => '- '.repeat(500_000), 'syntax'],
    ['question marks', () => '? '.repeat(500_000), 'syntax'],
    ['deep mappings', () => repeated(1500, (index) => `${' '.repeat(index)}a:\n`), 'syntax'],
    ['quotes', () => `a: ${'"\n'.repeat(500_000)}`, 'syntax'],
    ['anchors', () => `a: ${'&a '.repeat(300_000)}`, 'syntax'],
  ])('%s', (_name, text, kind) => {
    const start = process.cpuUsage();
    expect(kindsOf(text())).toEqual([kind]);
    expect(secondsSince(start)).toBeLessThan(5);
  });

  test.each<[string, () => string]>([
    ['many keys of one name', () => 'a: 1\n'.repeat(50_000)],
    ['many keys', () => repeated(30_000, (index) => `k${index}: ${index}\n`)],
    ['a long line', () => `a: ${'b '.repeat(500_000)}`],
    ['a long text over lines', () => `a: "${'b\n\n'.repeat(300_000)}"`],
    ['a long literal', () => `a: |\n${'  b\n'.repeat(250_000)}`],
    ['comments', () => `${'# a\n'.repeat(250_000)}b: 1`],
    ['many colons', () => `a: ${'b:'.repeat(500_000)}c`],
    ['many aliases of one text', () => `a: &a x\nb:\n${'- *a\n'.repeat(50_000)}`],
    ['many short lists', () => `a: [${'[],'.repeat(60_000)}]`],
    ['aliases within what Kubernetes takes', () => `a: &a {b: c}\nd: [${'*a, '.repeat(100_000)}]`],
    [
      'a chain of aliases',
      () => `a0: &a0 x\n${repeated(100, (index) => `a${index + 1}: &a${index + 1} [*a${index}]\n`)}`,
    ],
  ])('%s are read, and soon', (_name, text) => {
    const start = process.cpuUsage();
    expect(parseYaml(text()).isRead).toBe(true);
    expect(secondsSince(start)).toBeLessThan(5);
  });

  test('the share of values that aliases may give falls with the size, as for go-yaml', () => {
    const list = (aliases: number, others: number): string =>
      `a: &a [${'x,'.repeat(98)}]\nb: [${'*a,'.repeat(aliases)}]\nc: [${'x,'.repeat(others)}]\n`;
    expect(kindsOf(list(50, 0))).toEqual([]);
    expect(kindsOf(list(4000, 0))).toEqual([]);
    expect(kindsOf(list(4100, 0))).toEqual(['alias']);
  });
});
