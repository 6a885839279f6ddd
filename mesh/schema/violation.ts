/** A field of an object that its schema does not allow. */
export interface SchemaViolation {
  /** Path of the field from the top of the object, for example `spec.http[0].route[1].weight`. */
  readonly field: string;
  /** What is wrong with it. */
  readonly message: string;
  /** What the schema allows there. */
  readonly allowed: string;
}

/** `spec.http[0].name` from path segments. */
export function fieldPath(segments: readonly PropertyKey[]): string {
  let path = '';
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else path += path === '' ? String(segment) : `.${String(segment)}`;
  }
  return path;
}

/** The segments of a path made by {@link fieldPath}; a key with dots in it becomes several. */
export function fieldSteps(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) =>
    index === undefined ? key : Number(index),
  );
}

/** `spec.http[0].name` from a JSON pointer, `/spec/http/0/name`. */
export function fieldPathOfPointer(pointer: string): string {
  const segments = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return fieldPath(segments);
}

/** The value at a path made by {@link fieldPath}; undefined where there is none. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const segment of fieldSteps(path)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
