/**
 * The cdk8s app: `cdk8s synth` runs it, and `node --import tsx stacks/synth.ts` does as well.
 *
 * Exit codes: 0 written, 1 an environment or a construct is wrong, or the files cannot be written. On 1 the output
 * folder is as it was.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { formatProblem, ProblemsError } from '../mesh/index.js';
import { readEnvironments } from './environment/index.js';
import { replaceFolder } from './output-folder.js';
import { synthesizeFiles } from './synthesized-files.js';

/** `output` of cdk8s.yaml: not the output folder itself, which the command line of cdk8s empties beforehand. */
const CDK8S_OUTPUT = '.cdk8s/dist';
const OUTPUT = 'dist';

/** Milliseconds after which a person at a terminal is told what goes on. */
const PATIENCE = 1000;

function main(): void {
  const started = performance.now();
  const progress = (step: string) => {
    if (process.stderr.isTTY && performance.now() - started > PATIENCE) process.stderr.write(`  ${step}\n`);
  };
  const environments = readEnvironments('.');
  const { files, problems, notes } = synthesizeFiles(environments, progress);
  for (const note of notes) process.stderr.write(`${note}\n`);
  if (problems.length > 0) throw new ProblemsError('The charts cannot be synthesized:', problems);
  progress(`writing ${files.size} files`);
  const folder = linkedOutput() ? OUTPUT : (process.env['CDK8S_OUTDIR'] ?? OUTPUT);
  replaceFolder(folder, files);
  if (linkedOutput()) link(CDK8S_OUTPUT, OUTPUT);
  process.stderr.write(`${folder}/: ${files.size} files, ${environments.length} environments\n`);
}

/** Whether the command line of cdk8s runs this with the output of cdk8s.yaml. */
function linkedOutput(): boolean {
  const requested = process.env['CDK8S_OUTDIR'];
  return requested !== undefined && resolve(requested) === resolve(CDK8S_OUTPUT);
}

/** Leaves the output where the command line of cdk8s looks for it. */
function link(from: string, to: string): void {
  rmSync(from, { recursive: true, force: true });
  mkdirSync(dirname(from), { recursive: true });
  // A junction needs no privilege on Windows, but an absolute path; elsewhere the type is ignored.
  const target = process.platform === 'win32' ? resolve(to) : relative(dirname(from), to);
  symlinkSync(target, from, 'junction');
}

try {
  main();
} catch (error) {
  if (error instanceof ProblemsError) {
    process.stderr.write(`${error.message.split('\n')[0]}\n`);
    for (const problem of error.problems) process.stderr.write(`  ${formatProblem(problem)}\n`);
  } else {
    process.stderr.write(`The output cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  // Without its output folder, the command line of cdk8s says that synth failed and exits with 1; after an exit code
  // it would print a stack trace of its own below the problems.
  process.exitCode = linkedOutput() ? 0 : 1;
}
