import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { resourcesOf } from '../resources.js';

const folder = new URL('./ordinary/', import.meta.url);
const files = readdirSync(folder).sort();

/** What is worth knowing of them, though nothing is wrong. */
const known: Readonly<Record<string, readonly string[]>> = {
  'databases.yaml': ['IST0116'],
  'own-ingress.yaml': ['ASM0006'],
  'platform.yaml': ['ASM0006', 'ASM0016'],
};

test.each(files)('%s, which is in order, has no error and no warning', (file) => {
  const { findings } = analyze(buildMesh(resourcesOf(readFileSync(new URL(file, folder), 'utf8'))));
  const certain = findings.filter(({ assumption }) => assumption === undefined);
  expect(certain.filter(({ level }) => level !== 'info').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  expect([...new Set(certain.map(({ code }) => code))].sort()).toEqual(known[file] ?? []);
});

test('one public entrance without a limit is said once, however many gateways serve it', () => {
  const platform = readFileSync(new URL('platform.yaml', folder), 'utf8');
  const second = platform
    .slice(platform.lastIndexOf('---'))
    .replace('name: public', 'name: second')
    .replaceAll('example.com', 'example.org');
  const codes = analyze(buildMesh(resourcesOf(platform + second))).findings.map(({ code }) => code);
  expect(codes.filter((code) => code === 'ASM0006')).toHaveLength(1);
});
