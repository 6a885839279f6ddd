import { distinctInputs, type NotModelled, UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import type { Mesh } from '../model/mesh.js';

/**
 * Inputs that differ between two states of a mesh and that the model does not know: they may change answers that `diffMeshes` finds to
 * be the same. Those that go come first, then those that come or change.
 */
export function unmodelledChanges(before: Mesh, after: Mesh): readonly NotModelled[] {
  const [old, now] = [UnmodelledInputs.of(before), UnmodelledInputs.of(after)];
  return distinctInputs([...old.missingIn(now), ...now.missingIn(old)]);
}
