/**
 * Compiles the package into lib/: `npm run build`. With a folder it writes there; `--command` compiles the command line alone, `--no-types`
 * leaves the declarations out.
 *
 * A command that runs meanwhile keeps its files: everything is written beside the folder and swapped in at the end.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { licensesOf } from './inlined.js';
import { buildCommand, buildModules } from './modules.js';
import { buildPage } from './page.js';
import { buildTypes } from './types.js';

const program = new Command('build')
  .argument('[folder]', 'where the compiled package goes', 'lib')
  .option('--command', 'compile the command line alone')
  .option('--no-types', 'write no declarations')
  .parse();
const [folder = 'lib'] = program.processedArgs as string[];
const options = program.opts<{ readonly command?: boolean; readonly types: boolean }>();

/** Puts a folder in the place of another. */
function replace(fresh: string, place: string): void {
  const old = `${place}.old-${process.pid}`;
  if (existsSync(place)) renameSync(place, old);
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}

const fresh = `${folder}.new-${process.pid}`;
try {
  const command = join(fresh, 'cli');
  mkdirSync(command, { recursive: true });
  const inputs = await buildCommand(command);
  const page = await buildPage(process.cwd());
  writeFileSync(join(command, 'report-page.js'), page.script);
  writeFileSync(join(command, 'report-page.css'), page.style);
  inputs.push(...page.inputs);
  writeFileSync(join(command, 'package.json'), '{"type": "module"}\n');
  if (options.command === true) {
    mkdirSync(folder, { recursive: true });
    replace(command, join(folder, 'cli'));
  } else {
    inputs.push(...(await buildModules(fresh)));
    if (options.types) await buildTypes(fresh);
    writeFileSync(join(fresh, 'package.json'), '{"type": "commonjs"}\n');
    writeFileSync(join(fresh, 'THIRD-PARTY-LICENSES.txt'), licensesOf(inputs));
    replace(fresh, folder);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
