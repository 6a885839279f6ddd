import type { Command } from 'commander';
import { describeChanges, diffMeshes } from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { type MeshFlags, meshCommand, readMesh } from './mesh-command.js';

/** `asm-blueprints diff OLD NEW` */
export function diffCommand(): Command {
  return meshCommand('Says which requests are answered otherwise by the manifests of another folder.')
    .argument('<old>', 'file or folder with the manifests as they are, or - for standard input')
    .argument('<new>', 'file or folder with the manifests as they will be, or -')
    .option('--exit-code', 'exit with 1 when an answer changes', false)
    .addHelpText(
      'after',
      `
Exit codes:
  0  both were read; with --exit-code: and no answer changes
  1  with --exit-code: an answer changes
  2  something could not be read, or the command line is wrong`,
    )
    .action((before: string, after: string, flags: MeshFlags & { exitCode: boolean }) => {
      const [old, next] = [readMesh([before], flags), readMesh([after], flags)];
      const changes = diffMeshes(old.mesh, next.mesh);
      if (flags.format === 'json') {
        process.stdout.write(`${JSON.stringify(changes, null, 2)}\n`);
      } else if (changes.length === 0) {
        process.stdout.write('no request changes its answer\n');
      } else {
        process.stdout.write(`${describeChanges(changes).join('\n')}\n`);
      }
      if (!old.isComplete || !next.isComplete) {
        process.exitCode = exitCodes.unreadable;
      } else if (flags.exitCode && changes.length > 0) {
        process.exitCode = exitCodes.findings;
      }
    });
}
