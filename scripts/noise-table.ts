/**
 * Writes the measured part of docs/noise.md: `node --import tsx scripts/noise-table.ts FOLDER...` analyzes each folder by itself.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readInputs } from '../cli/manifests/read-inputs.js';
import { environmentFindings, type Finding } from '../mesh/analysis/index.js';

/** The page that the script writes into. */
export const noisePage = new URL('../docs/noise.md', import.meta.url);

const measured = /(<!-- measured -->\n).*?(<!-- \/measured -->)/s;

/** A page with another text between its marks. @throws Error for a page without marks */
export function withMeasured(page: string, text: string): string {
  if (!measured.test(page)) {
    throw new Error('the page has no marks for what is measured');
  }
  return page.replace(measured, (_, start: string, end: string) => `${start}${text}\n${end}`);
}

/** The table of the findings of each folder: by code the folders, the findings of each level and what is only assumed. */
export function noiseTable(folders: readonly (readonly Finding[])[]): string {
  const codes = [...new Set(folders.flat().map(({ code }) => code))].sort();
  const rows = codes.map((code) => {
    const found = folders.map((findings) => findings.filter((finding) => finding.code === code));
    const all = found.flat();
    const certain = all.filter(({ assumption }) => assumption === undefined);
    const counts = ['error', 'warning', 'info'].map((level) => certain.filter((one) => one.level === level).length);
    return [code, found.filter(({ length }) => length > 0).length, ...counts, all.length - certain.length];
  });
  const failing = folders.filter((findings) => findings.some(({ level }) => level === 'error')).length;
  return [
    `${failing} of ${folders.length} folders have an error.`,
    '',
    '| code | folders | errors | warnings | infos | assumed |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const none = { levels: {}, suppressions: [], external: {} };
  const folders = process.argv.slice(2).map((path) => {
    const { resources, meshConfig } = readInputs([path]);
    const { errors, warnings } = environmentFindings(resources, none, { meshConfig });
    return [...errors, ...warnings];
  });
  writeFileSync(noisePage, withMeasured(readFileSync(noisePage, 'utf8'), noiseTable(folders)));
}
