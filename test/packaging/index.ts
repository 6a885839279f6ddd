/**
 * The package in the projects that people have: it is packed, installed in empty folders, and used there. Takes minutes and asks the
 * registry for what the projects install.
 *
 *   npm run test:packaging                 all of them
 *   npm run test:packaging -- jest peers   some of them; an unknown name lists all
 *   … --tarball asm-blueprints-0.1.0.tgz   of a package that is packed already
 *
 * Exit codes: 0 all passed, 1 something failed, 2 unknown arguments.
 */
import { parseArgs } from 'node:util';
import { cases } from './cases.js';
import { usePacked } from './project.js';

const { values, positionals: wanted } = parseArgs({ options: { tarball: { type: 'string' } }, allowPositionals: true });
if (values.tarball !== undefined) usePacked(values.tarball);
const unknown = wanted.filter((name) => cases[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(', ')}; there are ${Object.keys(cases).join(', ')}\n`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(cases)) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  try {
    await cases[name]?.();
    process.stdout.write(`${name}: passed (${seconds()})\n`);
  } catch (error) {
    process.stdout.write(`${name}: FAILED (${seconds()})\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
