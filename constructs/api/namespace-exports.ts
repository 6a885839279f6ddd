import type { IConstruct } from 'constructs';
import { groupOf, type Manifest } from '../../mesh/index.js';

/** Namespaces that see what is in a namespace, by app and namespace. */
const declared = new WeakMap<IConstruct, Map<string, () => readonly string[]>>();
/** Whether any app has declared one: walking up to the root of every object costs time that most apps need not spend. */
let isUsed = false;

/** Declares which namespaces see the services and routes of a namespace, asked when objects are rendered. */
export function declareExports(scope: IConstruct, namespace: string, seenBy: () => readonly string[]): void {
  const { root } = scope.node;
  const namespaces = declared.get(root) ?? new Map<string, () => readonly string[]>();
  declared.set(root, namespaces.set(namespace, seenBy));
  isUsed = true;
}

const ROUTING = new Set(['VirtualService', 'DestinationRule', 'ServiceEntry']);
const ANNOTATION = 'networking.istio.io/exportTo';

/** The object with the `exportTo` of its namespace, where one is declared and the object has none of its own. */
export function withExports(object: IConstruct, manifest: Manifest): Manifest {
  if (!isUsed) return manifest;
  const { apiVersion, kind, metadata } = manifest;
  const group = groupOf(apiVersion);
  const isService = group === '' && kind === 'Service';
  if (!isService && !(group === 'networking.istio.io' && ROUTING.has(kind))) return manifest;
  const namespaces = declared.get(object.node.root)?.get(metadata.namespace ?? '')?.();
  if (namespaces === undefined) return manifest;
  if (isService) {
    const annotations = { [ANNOTATION]: namespaces.join(','), ...metadata.annotations };
    return { ...manifest, metadata: sorted({ ...metadata, annotations: sorted(annotations) }) };
  }
  const spec = manifest['spec'] as Record<string, unknown> | undefined;
  return { ...manifest, spec: sorted({ exportTo: [...namespaces], ...spec }) };
}

function sorted<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))) as T;
}
