import type { Command } from 'commander';
import type { Problem } from '../../mesh/manifest/problem.js';
import { promiseNameProblems, readPromises, verify } from '../../mesh/promises/index.js';
import { suggestPromises } from '../../mesh/promises/suggest.js';
import { surveyAssumptions } from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { limitOption } from '../limit-option.js';
import { readText } from '../manifests/read-text.js';
import { writeErrors, writeOutput, writeProblems } from '../output.js';
import { type MeshFlags, meshCommand, readMesh, writeAssumptions } from '../request/mesh-command.js';
import { UsageError } from '../usage-error.js';
import { formatJson, formatJunit, formatSarif, formatText, type VerifyReport } from './formats.js';

interface Flags extends Omit<MeshFlags, 'format'> {
  readonly format: keyof typeof formats;
  readonly promises?: string;
  readonly limit?: number;
  readonly suggest: boolean;
}

const formats = { text: formatText, json: formatJson, sarif: formatSarif, junit: formatJunit } as const;

/** `asm-blueprints verify PATH... --promises FILE` */
export function verifyCommand(): Command {
  return meshCommand(
    'Proves promises about every request, or shows the smallest request that breaks one.',
    Object.keys(formats),
  )
    .argument('<path...>', 'files, folders, or - for standard input')
    .option('--promises <file>', 'YAML file with the promises')
    .option('--suggest', 'write promises that the mesh looks like it wants to keep, as a file to edit', false)
    .addOption(limitOption('requests that are evaluated for a promise at most'))
    .addHelpText(
      'after',
      `
Exit codes:
  0  every promise is proved
  1  a promise is broken, or not decided
  2  something could not be read, the file of promises is wrong, or the command line is wrong

A file of promises, which docs/verify.md explains:
  promises:
    - name: payments only from checkout
      requests: { to: shop/payments }
      except: { from: shop/checkout, method: POST, path: /charge* }
      expect: denied`,
    )
    .action((paths: readonly string[], flags: Flags) => {
      run(paths, flags);
    });
}

function run(paths: readonly string[], flags: Flags): void {
  const meshFlags: MeshFlags = { ...flags, format: flags.format === 'text' ? 'text' : 'json' };
  const { mesh, isComplete } = readMesh(paths, meshFlags);
  if (flags.suggest) {
    writeOutput(suggestPromises(mesh));
    process.exitCode = isComplete ? exitCodes.clean : exitCodes.unreadable;
    return;
  }
  if (flags.promises === undefined) {
    throw new UsageError('give the promises as --promises FILE; --suggest writes a first one');
  }
  const file = flags.promises;
  const { text, problem } = readText(file, file);
  if (text === undefined) {
    throw new UsageError(`the file of promises ${file} cannot be read: ${problem?.message}`);
  }
  const { promises, problems, lineOf } = readPromises(text, file);
  const unknown = promiseNameProblems(mesh, promises).map(({ index, ...rest }): Problem => {
    const line = lineOf(index, ...rest.place.split('.'));
    return { ...rest, place: `${file}:${line}: promises[${index}].${rest.place}` };
  });
  const all = [...problems, ...unknown];
  if (all.length > 0) {
    writeErrors([`asm-blueprints: the file of promises is wrong:`]);
    writeProblems(all);
    process.exitCode = exitCodes.unreadable;
    return;
  }
  const found = verify(mesh, promises, flags.limit === undefined ? {} : { limit: flags.limit });
  // What could not be read may be what breaks a promise.
  const results = found.map((one) =>
    isComplete || one.result !== 'proved'
      ? one
      : { ...one, result: 'undecided' as const, reason: 'not decided because of files that could not be read' },
  );
  const report: VerifyReport = { results, file, lineOf };
  writeOutput(formats[flags.format](report));
  writeAssumptions(meshFlags, surveyAssumptions([mesh]));
  const isKept = results.every(({ result }) => result === 'proved');
  process.exitCode = !isComplete ? exitCodes.unreadable : isKept ? exitCodes.clean : exitCodes.findings;
}
