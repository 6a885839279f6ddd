import { Command, Option } from 'commander';
import type { NotModelled } from '../../mesh/inputs/index.js';
import { buildMesh, type Mesh } from '../../mesh/model/index.js';
import { exitCodes } from '../exit-code.js';
import { parseYaml } from '../manifests/parse-yaml.js';
import { readInputs } from '../manifests/read-inputs.js';
import { writeProblems } from '../output.js';
import { UsageError } from '../usage-error.js';

/** Options of every command that asks a mesh. */
export interface MeshFlags {
  readonly format: 'text' | 'json';
  readonly namespace: string;
  readonly strict: boolean;
}

/** A command that asks the mesh of some manifests. */
export function meshCommand(description: string): Command {
  return new Command()
    .description(description)
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--strict', 'exit with 3 when something that is not modelled could change the answer', false)
    .addOption(new Option('--format <format>', 'form of the output').choices(['text', 'json']).default('text'));
}

/**
 * The mesh of files, folders and standard input; what is wrong with them goes to standard error.
 *
 * @throws UsageError when nothing could be read: an answer about an empty mesh would mislead
 */
export function readMesh(
  paths: readonly string[],
  flags: MeshFlags,
): { readonly mesh: Mesh; readonly isComplete: boolean } {
  const { resources, problems, isComplete, meshConfig } = readInputs(paths);
  writeProblems(problems);
  if (resources.length === 0 && !isComplete) {
    throw new UsageError('nothing could be read, so there is no answer');
  }
  return {
    mesh: buildMesh(resources, { defaultNamespace: flags.namespace, parseYaml, meshConfig }),
    isComplete,
  };
}

/** The exit code of an answer: unreadable manifests come first, then what `--strict` refuses. */
export function exitCodeOf(
  { strict }: MeshFlags,
  isComplete: boolean,
  notModelled: readonly NotModelled[],
  otherwise: number,
): number {
  return !isComplete ? exitCodes.unreadable : strict && notModelled.length > 0 ? exitCodes.notModelled : otherwise;
}
