import type { Mesh } from '../model/mesh.js';

/**
 * Whether two meshes are made of the same objects and settings, so that every request has the same answer. Neither the files that
 * objects stand in nor the order of objects and fields counts; the order of lists does.
 */
export function isSameMesh(one: Mesh, other: Mesh): boolean {
  if (one === other) {
    return true;
  }
  if (one.objects.length !== other.objects.length) {
    return false;
  }
  try {
    return contentOf(one) === contentOf(other);
  } catch {
    // A manifest that contains itself has no text.
    return false;
  }
}

function contentOf({ objects, workloads, config, external, asmInstance, isAsm, isComplete }: Mesh): string {
  const own = objects.map(({ identity, resource: { target, manifest } }) => canonical([identity, target, manifest]));
  const places = workloads.map(({ cluster, namespace, name, locality }) => [cluster, namespace, name, locality]);
  return canonical([own.sort(), places, config, external, asmInstance, isAsm, isComplete ?? null]);
}

/** JSON with the fields of every object in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([name], [next]) => (name < next ? -1 : name > next ? 1 : 0)))
      : inner,
  );
}
