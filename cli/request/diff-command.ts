import type { Command } from 'commander';
import { distinctInputs, inputWords } from '../../mesh/inputs/unmodelled-inputs.js';
import {
  compareMeshes,
  describeChanges,
  gravestFirst,
  noChangeWords,
  surveyAssumptions,
  totalsOf,
  unmodelledChanges,
} from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { writeJson, writeLines } from '../output.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh, writeAssumptions } from './mesh-command.js';

/** `asm-blueprints diff OLD NEW` */
export function diffCommand(): Command {
  return meshCommand('Says which requests are answered otherwise by the manifests of another folder.')
    .argument('<old>', 'file or folder with the manifests as they are, or - for standard input')
    .argument('<new>', 'file or folder with the manifests as they will be, or -')
    .option('--exit-code', 'exit with 1 when an answer changes', false)
    .addHelpText(
      'after',
      `
How many requests change, and how, comes first; then a line for each change, the gravest first.

Exit codes:
  0  both were read; with --exit-code: and no answer changes
  1  with --exit-code: an answer changes
  2  something could not be read, or the command line is wrong
  3  with --strict: something that is not modelled differs, or could change an answer that changes`,
    )
    .action((before: string, after: string, flags: MeshFlags & { exitCode: boolean }) => {
      const [old, next] = [readMesh([before], flags), readMesh([after], flags)];
      const difference = compareMeshes(old.mesh, next.mesh);
      const changes = gravestFirst(difference.changes);
      const differing = unmodelledChanges(old.mesh, next.mesh);
      const notModelled = distinctInputs([...differing, ...changes.flatMap((change) => change.notModelled ?? [])]);
      if (flags.format === 'json') {
        const rest = differing.length === 0 ? [] : [{ query: null, changes: {}, notModelled: differing }];
        writeJson([...changes, ...rest]);
      } else {
        const lines =
          changes.length === 0 ? [noChangeWords(difference)] : [totalsOf(changes), ...describeChanges(changes)];
        writeLines([...lines, ...notModelled.map(inputWords)]);
      }
      writeAssumptions(flags, surveyAssumptions([old.mesh, next.mesh]));
      const exitCode = flags.exitCode && changes.length > 0 ? exitCodes.findings : exitCodes.clean;
      process.exitCode = exitCodeOf(flags, old.isComplete && next.isComplete, notModelled, exitCode);
    });
}
