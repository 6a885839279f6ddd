/**
 * Readers that narrow a value of unknown type to what its field should hold.
 *
 * Input is anybody's YAML, so any field may have any type. A reader gives the value back when it fits, and
 * `undefined` when it does not: what an API server would refuse is left out, and nothing here throws.
 */
export type Reader<T> = (value: unknown) => T | undefined;

/** A JSON object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

const noFields: Fields = Object.freeze({});
const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/** The value when it is an object that is no list, else `undefined`. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The value when it is an object, else an empty object. */
export function fieldsOf(value: unknown): Fields {
  return asFields(value) ?? noFields;
}

/** The value when it is a string, else `undefined`. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a finite number, else `undefined`. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value when it is a boolean, else `undefined`. */
export function asFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The value when it is a list, else an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; other elements are left out. */
export function fieldsListOf(value: unknown): readonly Fields[] {
  return listOf(value).filter((element): element is Fields => asFields(element) !== undefined);
}

/** The strings of a list; other elements are left out. */
export function textListOf(value: unknown): readonly string[] {
  return listOf(value).filter((element): element is string => typeof element === 'string');
}

/** Labels or annotations: the entries whose value is a string. The same object when all are. */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
  const fields = asFields(value);
  if (fields === undefined) {
    return noLabels;
  }
  return (readEntries(fields, asText) ?? noLabels) as Readonly<Record<string, string>>;
}

/** A reader of lists: elements that do not fit are left out. The same list when all fit. */
export function list<T>(element: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) {
      return undefined;
    }
    let fitted: T[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const original: unknown = value[index];
      const read = element(original);
      if (fitted === undefined && read !== original) {
        fitted = value.slice(0, index) as T[];
      }
      if (fitted !== undefined && read !== undefined) {
        fitted.push(read);
      }
    }
    return fitted ?? (value as T[]);
  };
}

/** A reader of maps: entries that do not fit are left out. The same object when all fit. */
export function mapOf<T>(element: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value) => {
    const fields = asFields(value);
    return fields === undefined ? undefined : (readEntries(fields, element) as Readonly<Record<string, T>>);
  };
}

/**
 * A reader of objects with known fields: a known field that does not fit is left out, an unknown one stays.
 * The same object when all fit.
 */
export function record(readers: Readonly<Record<string, Reader<unknown>>>): Reader<Fields> {
  const table = new Map(Object.entries(readers));
  return (value) => {
    const fields = asFields(value);
    return fields === undefined ? undefined : readEntries(fields, (entry, key) => readField(table, entry, key));
  };
}

function readField(table: ReadonlyMap<string, Reader<unknown>>, value: unknown, key: string): unknown {
  const reader = table.get(key);
  return reader === undefined ? value : reader(value);
}

function readEntries(fields: Fields, read: (value: unknown, key: string) => unknown): Fields {
  let fitted: Record<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    const original = fields[key];
    const value = read(original, key);
    if (value !== original || value === undefined) {
      fitted ??= { ...fields };
      if (value === undefined) {
        delete fitted[key];
      } else {
        fitted[key] = value;
      }
    }
  }
  return fitted ?? fields;
}
