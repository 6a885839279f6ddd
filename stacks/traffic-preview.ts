import {
  buildMesh,
  compareMeshes,
  describeChanges,
  furtherChangesWords,
  gravestFirst,
  inputWords,
  type Mesh,
  type MeshOptions,
  noChangeWords,
  type Resource,
  totalsOf,
  unmodelledChanges,
} from '../mesh/index.js';
import { deployedMesh } from './deployed-mesh.js';
import { type Environment, isLocal } from './environment/index.js';
import { isInstalledByHelm } from './installed-gateway.js';
import { meshOptions } from './mesh-options.js';
import type { ExportState } from './stack-state.js';

/** How many lines a preview prints before it counts the others. */
const LINES = 40;

/**
 * What a preview says about traffic: the requests whose answers differ between the mesh that is deployed now and the one
 * that is about to be. A state that cannot be read is told in a line and stops nothing.
 *
 * @param resources everything that the environment sends to its API servers
 * @param exportState gives the exported state of the stack
 */
export async function trafficPreview(
  environment: Environment,
  resources: readonly Resource[],
  exportState: ExportState,
): Promise<string> {
  try {
    const deployed = deployedMesh(await exportState(), environment.mesh.placement);
    if (deployed.resources.length === 0) return 'Traffic: nothing is deployed yet, so every answer is new.';
    const before = meshOf(environment, [...deployed.resources, ...standing(environment, resources)], deployed.options);
    const after = meshOf(environment, resources, meshOptions(environment));
    return trafficText(before, after);
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `Traffic: what is deployed now cannot be read from the state of the stack (${reason}), so changes are not shown.`;
  }
}

function trafficText(before: Mesh, after: Mesh): string {
  const difference = compareMeshes(before, after);
  const changes = gravestFirst(difference.changes);
  const unknown = unmodelledChanges(before, after).map((input) => `  ${inputWords(input)}`);
  if (changes.length === 0) return [`Traffic: ${noChangeWords(difference)}.`, ...unknown].join('\n');
  const lines = describeChanges(changes);
  const further = furtherChangesWords(difference);
  const hidden = lines.length - LINES;
  const shown = lines.slice(0, LINES).map((line) => `  ${line}`);
  return [
    `Traffic: ${totalsOf(changes)}`,
    ...shown,
    ...(hidden > 0 ? [`  and ${hidden} more lines`] : []),
    ...(further === undefined ? [] : [`  ${further}`]),
    ...unknown,
  ].join('\n');
}

function meshOf(environment: Environment, resources: readonly Resource[], options: MeshOptions): Mesh {
  return buildMesh(resources, { ...options, external: environment.settings.findings.external });
}

/** Objects that charts declare and something else deploys: they are there before and after. */
function standing(environment: Environment, resources: readonly Resource[]): readonly Resource[] {
  return isLocal(environment) ? resources.filter(isInstalledByHelm) : [];
}
