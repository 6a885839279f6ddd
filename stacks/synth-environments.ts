import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { formatProblem, ProblemsError } from '../mesh/index.js';
import type { Blueprint } from './blueprint.js';
import { readEnvironments } from './environment/index.js';
import { replaceFolder } from './output-folder.js';
import { synthesizeFiles } from './synthesized-files.js';

/** Where files are read and written. */
export interface SynthOptions {
  /** Folder with the files `Pulumi.<env>.yaml`. @default the working directory */
  readonly folder?: string;
  /** Folder that is written. @default the output folder of `cdk8s synth`, or `dist` when the program runs by itself */
  readonly output?: string;
}

/** An `output` in cdk8s.yaml that is not the output folder itself, which the command line of cdk8s empties beforehand. */
const CDK8S_OUTPUT = '.cdk8s/dist';
const OUTPUT = 'dist';

/** Milliseconds after which a terminal shows what goes on. */
const PATIENCE = 1000;

/**
 * The whole cdk8s app: checks every `Pulumi.<env>.yaml`, synthesizes every environment to `<env>/<target>/<chart>.yaml` and every stage of
 * every scenario to `stages/<scenario>/<stage>/<target>.yaml`, and replaces the output folder when all of it is written.
 *
 * With `output: .cdk8s/dist` in cdk8s.yaml it writes `dist/`, so that a synth that fails leaves the last output; the command line of cdk8s
 * empties any other folder first.
 *
 * Problems are printed, a line each. Exit codes: 0 written, 1 an environment or a construct is wrong, or the files cannot be written.
 *
 * @returns whether the files are written
 */
export function synthEnvironments(blueprint: Blueprint, options: SynthOptions = {}): boolean {
  try {
    write(blueprint, options);
    return true;
  } catch (error) {
    if (error instanceof ProblemsError) {
      process.stderr.write(`${error.message.split('\n')[0]}\n`);
      for (const problem of error.problems) process.stderr.write(`  ${formatProblem(problem)}\n`);
    } else {
      process.stderr.write(`The output cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    // Without its output folder, the command line of cdk8s says that synth failed and exits with 1; after an exit code
    // it would print a stack trace of its own below the problems.
    process.exitCode = isLinked() ? 0 : 1;
    return false;
  }
}

function write(blueprint: Blueprint, { folder = '.', output }: SynthOptions): void {
  const started = performance.now();
  const progress = (step: string) => {
    if (process.stderr.isTTY && performance.now() - started > PATIENCE) process.stderr.write(`  ${step}\n`);
  };
  const environments = readEnvironments(folder, blueprint);
  const { files, problems, notes } = synthesizeFiles(environments, blueprint.scenarios, progress);
  for (const note of notes) process.stderr.write(`${note}\n`);
  if (problems.length > 0) throw new ProblemsError('The charts cannot be synthesized:', problems);
  progress(`writing ${files.size} files`);
  const place = output ?? (isLinked() ? OUTPUT : (process.env['CDK8S_OUTDIR'] ?? OUTPUT));
  replaceFolder(place, files);
  if (isLinked()) link(CDK8S_OUTPUT, place);
  const count = environments.length === 1 ? '1 environment' : `${environments.length} environments`;
  process.stderr.write(`${place}/: ${files.size} files, ${count}\n`);
}

/** Whether the command line of cdk8s runs this with an output beside the real one. */
function isLinked(): boolean {
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
