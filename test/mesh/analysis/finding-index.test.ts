import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { findingCodes } from '../../../mesh/analysis/codes.js';
import { findingIndex, indexPage } from '../../../scripts/finding-index.js';

test('the index of findings is the one that scripts/finding-index.ts writes, and has every page', () => {
  const index = readFileSync(indexPage, 'utf8');
  expect(index).toBe(findingIndex());
  const pages = readdirSync(new URL('.', indexPage)).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual([...findingCodes.keys()].map((code) => `${code}.md`).sort());
  for (const page of pages) {
    expect(index).toContain(`](${page})`);
  }
});
