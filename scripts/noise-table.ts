/**
 * Writes the measured part of docs/noise.md: `node --import tsx scripts/noise-table.ts INPUT...` analyzes each file or folder by itself.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readInputs } from '../cli/manifests/read-inputs.js';
import { readSurroundings } from '../cli/manifests/surroundings.js';
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

/** The table of the findings of each input: by code the inputs, the findings of each level and what is only assumed. */
export function noiseTable(inputs: readonly (readonly Finding[])[]): string {
  const codes = [...new Set(inputs.flat().map(({ code }) => code))].sort();
  const rows = codes.map((code) => {
    const found = inputs.map((findings) => findings.filter((finding) => finding.code === code));
    const all = found.flat();
    const certain = all.filter(({ assumption }) => assumption === undefined);
    const counts = ['error', 'warning', 'info'].map((level) => certain.filter((one) => one.level === level).length);
    return [code, found.filter(({ length }) => length > 0).length, ...counts, all.length - certain.length];
  });
  const failing = inputs.filter((findings) => findings.some(({ level }) => level === 'error')).length;
  return [
    `${failing} of ${inputs.length} inputs have an error.`,
    '',
    '| code | inputs | errors | warnings | infos | assumed |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const inputs = process.argv.slice(2).map((path) => {
    const { resources, meshConfig, external } = readInputs([path]);
    const nothing = { externalHost: [], externalGateway: [], externalSecret: [], externalNamespace: [], inject: [] };
    const known = readSurroundings({ ...nothing, complete: false }, external).external;
    const settings = { levels: {}, suppressions: [], external: known };
    const { errors, warnings } = environmentFindings(resources, settings, { meshConfig });
    return [...errors, ...warnings];
  });
  writeFileSync(noisePage, withMeasured(readFileSync(noisePage, 'utf8'), noiseTable(inputs)));
}
