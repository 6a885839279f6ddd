import { injectsByDefault } from './injector-settings.js';
import { append } from './labels.js';
import { MeshNamespace, type NamespaceDeclaration } from './namespace.js';
import type { MeshObject } from './object.js';

/**
 * The namespaces that objects declare or only use, by name, sorted.
 *
 * @param injected names of those whose label `istio-injection: enabled` is set elsewhere
 */
export function readNamespaces(
  objects: readonly MeshObject[],
  injected: ReadonlySet<string>,
): ReadonlyMap<string, MeshNamespace> {
  const declarations = new Map<string, NamespaceDeclaration[]>();
  const fleet = new Set<string>();
  const injecting = new Set<string>();
  for (const object of objects) {
    if (injectsByDefault(object)) {
      injecting.add(object.resource.target.name);
    }
    if (object.kind === 'Namespace' && object.group === '') {
      const { name, role } = object.resource.target;
      append(declarations, object.name, {
        cluster: name,
        labels: object.labels,
        annotations: object.annotations,
        resource: object.resource,
      });
      if (role === 'fleet') {
        fleet.add(name);
      }
    } else if (object.namespace !== '' && !declarations.has(object.namespace)) {
      declarations.set(object.namespace, []);
    }
  }
  const names = [...declarations.keys()].sort();
  return new Map(
    names.map((name) => [
      name,
      new MeshNamespace(name, declarations.get(name) ?? [], fleet, injected.has(name), injecting),
    ]),
  );
}
