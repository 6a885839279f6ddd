import { isDeepStrictEqual } from 'node:util';
import { Command, Option } from 'commander';
import { type Assumption, formatAssumption } from '../../mesh/assumption/assumption.js';
import type { NotModelled } from '../../mesh/inputs/index.js';
import { describeManifest, placeOfResource } from '../../mesh/manifest/identity.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import { buildMesh, type Mesh, type MeshObject, type MeshOptions } from '../../mesh/model/index.js';
import { exitCodes } from '../exit-code.js';
import { type Inputs, readInputs } from '../manifests/read-inputs.js';
import { readSurroundings, type SurroundingsFlags, surroundingsOptions } from '../manifests/surroundings.js';
import { writeErrors, writeLines, writeProblems } from '../output.js';
import { UsageError } from '../usage-error.js';

/** Options of every command that asks a mesh. */
export interface MeshFlags extends SurroundingsFlags {
  readonly format: 'text' | 'json';
  readonly namespace: string;
  readonly strict: boolean;
  readonly render: boolean;
  readonly networkPolicies?: 'enforced' | 'ignored';
}

/** A command that asks the mesh of some manifests. @param formats of its output, the usual one first */
export function meshCommand(description: string, formats: readonly string[] = ['text', 'json']): Command {
  const command = new Command()
    .description(description)
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--render', 'render Helm charts and kustomizations with helm, kustomize or kubectl', false)
    .option('--strict', 'exit with 3 when something that is not modelled could change the answer', false)
    .addOption(
      new Option('--network-policies <state>', 'whether the network plugin enforces NetworkPolicies').choices([
        'enforced',
        'ignored',
      ]),
    )
    .addOption(new Option('--format <format>', 'form of the output').choices(formats).default(formats[0]));
  for (const option of surroundingsOptions()) {
    command.addOption(option);
  }
  return command;
}

/** A mesh with what it was made of. */
export interface ReadMesh extends Pick<Inputs, 'resources' | 'lineOf' | 'isComplete'> {
  readonly mesh: Mesh;
  /** What `buildMesh` was given besides the resources. */
  readonly options: MeshOptions;
}

/**
 * The mesh of files, folders and standard input; what is wrong with them goes to standard error.
 *
 * @throws UsageError when nothing could be read: an answer about an empty mesh would mislead
 */
export function readMesh(paths: readonly string[], flags: Omit<MeshFlags, 'format'>): ReadMesh {
  const inputs = readInputs(paths, flags);
  const { resources, meshConfig, lineOf } = inputs;
  const { external, existing, isComplete, now, problems, isRead } = readSurroundings(flags, inputs.external);
  writeProblems([...inputs.problems, ...problems]);
  if (resources.length === 0) {
    throw new UsageError('there is no object in these files, so there is no answer');
  }
  const options: MeshOptions = {
    ...{ defaultNamespace: flags.namespace, meshConfig, external },
    ...(existing === undefined ? {} : { existing }),
    ...(isComplete === undefined ? {} : { isComplete }),
    ...(now === undefined ? {} : { now }),
    ...(flags.networkPolicies === undefined ? {} : { networkPolicies: flags.networkPolicies }),
  };
  const mesh = buildMesh(resources, options);
  writeProblems(duplicateObjects(mesh));
  return { mesh, resources, options, lineOf, isComplete: inputs.isComplete && isRead };
}

/** Objects that are given several times with different contents: only the last one has a say in an answer. */
function duplicateObjects(mesh: Mesh): readonly Problem[] {
  return mesh.duplicates.flatMap((group) => {
    const [first, last] = [group[0] as MeshObject, group.at(-1) as MeshObject];
    const isSame = group.every(({ resource }) => isDeepStrictEqual(resource.manifest, last.resource.manifest));
    const what = describeManifest(first.resource.manifest);
    const message = `${what} is given ${group.length} times; the last one, at ${placeOfResource(last.resource)}, holds`;
    return isSame
      ? []
      : [{ code: 'MESH_DUPLICATE_OBJECT', place: placeOfResource(first.resource), message, fix: 'keep one' }];
  });
}

/** Says what an answer or a table takes for granted: after it as text, and on standard error beside JSON. */
export function writeAssumptions({ format }: MeshFlags, assumptions: readonly Assumption[]): void {
  const lines = assumptions.map(formatAssumption);
  if (format === 'json') {
    writeErrors(lines.map((line) => `note: ${line}`));
  } else {
    writeLines(lines);
  }
}

/** The exit code of an answer: unreadable manifests come first, then what `--strict` refuses. */
export function exitCodeOf(
  { strict }: Pick<MeshFlags, 'strict'>,
  isComplete: boolean,
  notModelled: readonly NotModelled[],
  otherwise: number,
): number {
  return !isComplete ? exitCodes.unreadable : strict && notModelled.length > 0 ? exitCodes.notModelled : otherwise;
}
