/** The namespaces that see an object: `*` for all of them, or a list, empty when none does. */
export type Visibility = '*' | readonly string[];

/**
 * What `exportTo` means: `*` every namespace, `.` the object's own, `~` none, anything else the namespace of that name
 * (https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService). Without values the mesh's default holds.
 */
export function visibilityOf(
  exportTo: readonly string[] | undefined,
  ownNamespace: string,
  meshDefault: readonly string[],
): Visibility {
  const values = exportTo === undefined || exportTo.length === 0 ? meshDefault : exportTo;
  if (values.length === 0 || values.includes('*')) {
    return '*';
  }
  if (values.includes('~')) {
    return [];
  }
  return [...new Set(values.map((value) => (value === '.' ? ownNamespace : value)))].sort();
}

/** Whether proxies in a namespace see an object of this visibility. */
export function isVisibleIn(visibility: Visibility, namespace: string): boolean {
  return visibility === '*' || visibility.includes(namespace);
}

/** Whether some namespace sees both. */
export function visibilitiesOverlap(one: Visibility, other: Visibility): boolean {
  if (one === '*' || other === '*') {
    return one.length > 0 && other.length > 0;
  }
  return one.some((namespace) => other.includes(namespace));
}
