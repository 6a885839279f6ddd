import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { asmCodes } from '../../../mesh/analysis/asm-codes.js';
import { findingCodes } from '../../../mesh/analysis/codes.js';

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
const [covered = '', missing = ''] = page.split('## Codes of istioctl that are not here');

/** Kiali's codes, by their first two digits. */
const kiali: Readonly<Record<string, string>> = {
  '00': '02 03 04 05',
  '01': '01 02 04 05 06 07 08 09 10',
  '02': '01 02 03 04 05 06 07 08 09 10 11 12',
  '03': '01 02',
  '04': '01',
  '05': '01 05 06',
  '06': '01 02',
  '07': '01',
  '10': '04 06 07',
  '11': '01 02 04 05 06 07 08 09 10 11 12 13 14 15 16 17',
  '12': '11 12',
  '13': '01 11 12 13 14 15 16 17',
  '14': '01 02',
  '15': '01 02 03 04',
  '16': '01',
  '17': '01 02',
};

test('the page of rules has every code of Kiali once', () => {
  const all = Object.entries(kiali).flatMap(([start, ends]) => ends.split(' ').map((end) => `KIA${start}${end}`));
  const named = [...page.matchAll(/KIA\d{4}/g)].map(([code]) => code);
  expect(named.sort()).toEqual(all.sort());
});

test('it names every code that only this program has, and no code that does not exist', () => {
  const named = new Set([...covered.matchAll(/(?:ASM|IST)\d{4}/g)].map(([code]) => code));
  expect(Object.keys(asmCodes).filter((code) => !named.has(code))).toEqual([]);
  expect([...named].filter((code) => !findingCodes.has(code))).toEqual([]);
});

test('what it says is missing is not there', () => {
  const codes = [...missing.matchAll(/IST\d{4}/g)].map(([code]) => code);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => findingCodes.has(code))).toEqual([]);
});
