import { type Command, Option } from 'commander';
import { type AccessRow, access } from '../../mesh/kubernetes/rbac/access.js';
import { capabilities } from '../../mesh/kubernetes/rbac/capability.js';
import { exitCodes } from '../exit-code.js';
import { type MeshFlags, meshCommand, readMesh } from '../request/mesh-command.js';
import { printTable } from '../table.js';

const exitHelp = `
Rights are those of the RBAC objects in the files, per API server, with the roles that every cluster has (cluster-admin,
admin, edit, view). A path shows the shortest way: bindings, roles, and the accounts that a subject can act as.

Capabilities:
${capabilities.map(({ name, words }) => `  ${name.padEnd(16)} ${words}`).join('\n')}

Exit codes:
  0  answered
  2  something could not be read, or the command line is wrong`;

/** `asm-blueprints access PATH...` */
export function accessCommand(): Command {
  return meshCommand('Says who can change routes, policies, gateways and Secrets, and by which path.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(
      new Option('--capability <name...>', 'only these capabilities').choices(capabilities.map(({ name }) => name)),
    )
    .option('--subject <text>', 'only subjects whose name contains this text, such as `ci/deploy-bot`')
    .addHelpText('after', exitHelp)
    .action((paths: readonly string[], flags: MeshFlags & { capability?: string[]; subject?: string }) => {
      const { mesh, isComplete } = readMesh(paths, flags);
      process.exitCode = isComplete ? exitCodes.clean : exitCodes.unreadable;
      const rows = access(mesh).filter(
        ({ capability, subject }) =>
          (flags.capability?.includes(capability) ?? true) &&
          (flags.subject === undefined || subject.includes(flags.subject)),
      );
      const hasTargets = new Set(rows.map(({ target }) => target)).size > 1;
      const head = [...(hasTargets ? ['API SERVER'] : []), 'CAN', 'SUBJECT', 'NAMESPACES', 'RESOURCES', 'PATH'];
      const table = rows.map((row) => [...(hasTargets ? [row.target] : []), ...cellsOf(row)]);
      printTable(flags.format, rows, [head, ...table], 'no binding in these files gives such rights');
    });
}

function cellsOf({ capability, subject, namespaces, resources, path }: AccessRow): readonly string[] {
  return [capability, subject, namespaces.join(', ') || 'every', resources.join(', '), path.join(' -> ')];
}
