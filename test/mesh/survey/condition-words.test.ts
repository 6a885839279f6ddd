import { expect, test } from '@jest/globals';
import type { Literal } from '../../../mesh/exploration/literal.js';
import { alternativesOfClasses, conditionWords, patternWords } from '../../../mesh/survey/condition-words.js';

const test_ = (name: string, outcome: boolean): Literal => ({
  ...{ variable: { kind: 'path' }, slot: 'path', key: name, outcome },
  pattern: { kind: 'prefix', text: `/${name}` },
});
const leaf = (counts: boolean, ...tests: readonly (readonly [string, boolean])[]) => ({
  counts,
  literals: tests.map(([name, outcome]) => test_(name, outcome)),
});

test('alternatives leave out what makes no difference', () => {
  const always = [leaf(true, ['a', true]), leaf(true, ['a', false])];
  expect(alternativesOfClasses(always)).toEqual([[]]);
  const both = [
    leaf(true, ['a', true], ['b', true]),
    leaf(false, ['a', true], ['b', false]),
    leaf(true, ['a', false], ['b', true]),
    leaf(false, ['a', false], ['b', false]),
  ];
  expect(alternativesOfClasses(both)).toEqual([['path /b*']]);
  const either = [
    leaf(true, ['a', true]),
    leaf(true, ['a', false], ['b', true]),
    leaf(false, ['a', false], ['b', false]),
  ];
  expect(alternativesOfClasses(either)).toEqual([['path /a*'], ['path /b*']]);
  expect(alternativesOfClasses([leaf(false, ['a', true]), leaf(true, ['a', false])])).toEqual([['not path /a*']]);
});

test('conditions are said as a person writes them', () => {
  expect(patternWords({ kind: 'not', pattern: { kind: 'regex', text: 'a+' } })).toBe('other than ~a+');
  expect(conditionWords({ variable: { kind: 'token' }, slot: 'token', key: 'x', outcome: false })).toBe('no token');
  const header: Literal = {
    variable: { kind: 'header', name: 'x' },
    slot: 'header x',
    key: '',
    outcome: false,
    pattern: { kind: 'exact', text: 'on' },
  };
  expect(conditionWords(header)).toBe('not header x: on');
});
