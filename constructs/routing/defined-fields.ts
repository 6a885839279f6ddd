/** The fields of an object that have a value: `{ timeout: undefined }` says nothing about the timeout. */
export function definedFields<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** {@link definedFields}, or undefined where no field has a value. */
export function definedOrNothing<T extends object>(fields: T): T | undefined {
  const defined = definedFields(fields);
  return Object.keys(defined).length === 0 ? undefined : defined;
}
