import type { Command } from 'commander';
import { distinctInputs, inputWords, type NotModelled } from '../../mesh/inputs/unmodelled-inputs.js';
import type { Mesh } from '../../mesh/model/index.js';
import {
  type ChangedAnswer,
  callerWords,
  compareMeshes,
  describeChanges,
  furtherChangesWords,
  gravestFirst,
  type MeshDifference,
  type NewAccess,
  newAccess,
  noChangeWords,
  requestWords,
  surveyAssumptions,
  totalsOf,
  unmodelledChanges,
} from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { limitOption } from '../limit-option.js';
import { writeJson, writeLines } from '../output.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh, writeAssumptions } from './mesh-command.js';

/** `asm-blueprints diff OLD NEW` */
export function diffCommand(): Command {
  return meshCommand('Says which requests are answered otherwise by the manifests of another folder.')
    .argument('<old>', 'file or folder with the manifests as they are, or - for standard input')
    .argument('<new>', 'file or folder with the manifests as they will be, or -')
    .option('--exit-code', 'exit with 1 when an answer changes', false)
    .addOption(limitOption('requests that are asked at most'))
    .option('--no-new-access', 'only say whether a request gets through that did not, and exit with 1 when one does')
    .option('--no-public', 'the same for requests from the Internet')
    .addHelpText(
      'after',
      `
How many requests change, and how, comes first; then a line for each change, the gravest first.

Exit codes:
  0  both were read; with --exit-code: and no answer changes
  1  with --exit-code: an answer changes; with --no-new-access or --no-public: a request gets through that did not, or that is not decided
  2  something could not be read, or the command line is wrong
  3  with --strict: something that is not modelled differs, or could change an answer that changes`,
    )
    .action((before: string, after: string, flags: DiffFlags) => {
      const [old, next] = [readMesh([before], flags), readMesh([after], flags)];
      const { notModelled, fails } =
        flags.newAccess && flags.public
          ? writeDifference(flags, old.mesh, next.mesh)
          : writeNewAccess(flags, newAccess(old.mesh, next.mesh, !flags.public, flags.limit));
      writeAssumptions(flags, surveyAssumptions([old.mesh, next.mesh]));
      const exitCode = fails ? exitCodes.findings : exitCodes.clean;
      process.exitCode = exitCodeOf(flags, old.isComplete && next.isComplete, notModelled, exitCode);
    });
}

interface DiffFlags extends MeshFlags {
  readonly exitCode: boolean;
  readonly limit?: number;
  /** False with `--no-new-access`. */
  readonly newAccess: boolean;
  /** False with `--no-public`. */
  readonly public: boolean;
}

/** What was found, as far as the exit code depends on it. */
interface Found {
  readonly notModelled: readonly NotModelled[];
  readonly fails: boolean;
}

/** Writes which requests change their answer. */
function writeDifference({ format, exitCode, limit }: DiffFlags, before: Mesh, after: Mesh): Found {
  const difference = compareMeshes(before, after, limit);
  const changes = gravestFirst(difference.changes);
  const differing = unmodelledChanges(before, after);
  const notModelled = distinctInputs([...differing, ...changes.flatMap((change) => change.notModelled ?? [])]);
  if (format === 'json') {
    const rest = differing.length === 0 ? [] : [{ query: null, changes: {}, notModelled: differing }];
    writeJson([...changes, ...rest]);
  } else {
    writeLines([...changeLines(difference, changes), ...notModelled.map(inputWords)]);
  }
  return { notModelled, fails: exitCode && changes.length > 0 };
}

function changeLines(difference: MeshDifference, changes: readonly ChangedAnswer[]): readonly string[] {
  if (changes.length === 0) {
    return [noChangeWords(difference)];
  }
  const further = furtherChangesWords(difference);
  return [totalsOf(changes), ...describeChanges(changes), ...(further === undefined ? [] : [further])];
}

/** Writes what a gate says: one line, and for new access the smallest request with its answer. */
function writeNewAccess(flags: DiffFlags, found: NewAccess): Found {
  if (flags.format === 'json') {
    writeJson(found);
  } else {
    writeLines(gateLines(found, flags.public ? 'request' : 'request from the Internet'));
  }
  return { notModelled: [], fails: found.result !== 'none' };
}

function gateLines({ result, request, answer, reason }: NewAccess, who: string): readonly string[] {
  if (request !== null && answer !== null) {
    return [
      `new access: ${callerWords(request)} → ${requestWords(request)}`,
      `  ${reason}`,
      ...answer.trace.map((step) => `    ${step}`),
    ];
  }
  return result === 'none'
    ? [`no ${who} gets through that did not`]
    : [`no ${who} was found that gets through and did not; ${reason}`];
}
