import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const INSTALLED = 'node_modules/asm-blueprints/bin/asm-blueprints.js';
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * How the program is run: as asked, as the repository has it installed, or as the registry has the version of this action.
 *
 * @param {readonly string[]} asked words of a command; none: not asked
 * @returns {readonly string[]}
 */
export function commandOf(asked) {
  if (asked.length > 0) return asked;
  if (existsSync(INSTALLED)) return [process.execPath, INSTALLED];
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return ['npx', '--yes', `asm-blueprints@${version}`];
}

/**
 * Runs the program.
 *
 * @param {readonly string[]} command
 * @param {readonly string[]} args
 * @returns {{ status: number, stdout: string, stderr: string }} its exit code, 2 where it could not be run, and what it wrote
 */
export function run([program, ...words], args) {
  const { status, stdout, stderr, error } = spawnSync(program, [...words, ...args], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  return {
    status: status ?? 2,
    stdout: stdout ?? '',
    stderr: error === undefined ? stderr : `${program}: ${error.message}\n`,
  };
}
