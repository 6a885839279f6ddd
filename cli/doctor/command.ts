import { Argument, Command, Option } from 'commander';
import { runCommand } from '../../infra/local/machine-check.js';
import { exitCodes } from '../exit-code.js';
import { writeJson, writeLines } from '../output.js';
import { manifestOf, packageFolder } from '../package-folder.js';
import { tableLines } from '../table.js';
import { type Found, type Inspection, inspect } from './inspect.js';
import { jobs } from './jobs.js';

/** `asm-blueprints doctor [JOB...]` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Says which programs and packages are installed, and what each job needs. Changes nothing.')
    .addArgument(new Argument('[job...]', 'only these jobs').choices(jobs.map(({ name }) => name)))
    .addOption(new Option('--format <format>', 'form of the output').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Jobs:
${jobs.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`).join('\n')}

Exit codes:
  0  said; of the jobs that are named, none lacks anything
  1  one of the jobs that are named lacks something
  2  the command line is wrong`,
    )
    .action(async (wanted: readonly string[], { format }: { readonly format: 'text' | 'json' }) => {
      const { version = 'unknown', peerDependencies = {} } = manifestOf(packageFolder());
      const found = await inspect({
        run: runCommand,
        folder: process.cwd(),
        environment: process.env,
        ranges: peerDependencies,
      });
      const shown = found.jobs.filter(({ job }) => wanted.length === 0 || wanted.includes(job));
      if (format === 'json') {
        writeJson({ version, node: process.versions.node, ...found, jobs: shown });
      } else {
        writeLines(linesOf({ ...found, jobs: shown }, version));
      }
      const isLacking = wanted.length > 0 && shown.some(({ lacks }) => lacks.length > 0);
      process.exitCode = isLacking ? exitCodes.findings : exitCodes.clean;
    });
}

function linesOf({ programs, packages, jobs: shown }: Inspection, version: string): readonly string[] {
  const row = ({ name, version: found }: Found): readonly string[] => [name, found === '' ? '?' : (found ?? '-')];
  const installed = [
    ['asm-blueprints', version],
    ['node', process.versions.node],
    ...[...programs, ...packages].map(row),
  ];
  const ready = shown.flatMap(({ job, what, lacks }) => [
    [job, lacks.length === 0 ? 'yes' : 'no', what],
    ...lacks.map((lack) => ['', '', `  ${lack}`]),
  ]);
  return [
    ...tableLines([['INSTALLED', 'VERSION'], ...installed]),
    '',
    ...tableLines([['JOB', 'READY', 'WHAT'], ...ready]),
  ];
}
