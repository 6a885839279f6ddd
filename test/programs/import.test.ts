import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { readEnvironments } from '../../stacks/environment/index.js';
import { synthesizeFiles } from '../../stacks/synthesized-files.js';
import { BOOKS, BOUTIQUE, ODD } from '../cli/import/samples.js';
import { roundTrip } from '../cli/import/synthesized.js';

/** Compiles the modules of a folder with the options of the repository. */
function compile(folder: string): void {
  const config = { extends: '../tsconfig.json', include: ['*.ts'], exclude: [], compilerOptions: { rootDir: '..' } };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = resolve('node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${basename(folder)}: ${(error as { stdout?: string }).stdout}`);
  }
}

test('charts that are imported from what this repository synthesizes compile, and synthesize to the same objects', () => {
  const { files, problems } = synthesizeFiles(readEnvironments('.', ownBlueprint), ownBlueprint.scenarios);
  expect(problems).toEqual([]);
  const texts = Object.fromEntries([...files].filter(([path]) => path.endsWith('.yaml')));
  expect(Object.keys(texts).length).toBeGreaterThan(50);
  const trip = roundTrip(texts, compile);
  expect(trip.isExact).toBe(true);
  expect(trip.after).toEqual(trip.before);
}, 300_000);

test('charts that are imported from manifests of others compile', () => {
  const trip = roundTrip({ 'books.yaml': BOOKS, 'boutique.yaml': BOUTIQUE, 'odd.yaml': ODD }, compile);
  expect(trip.after).toEqual(trip.before);
}, 300_000);
