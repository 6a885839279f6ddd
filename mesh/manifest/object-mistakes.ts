import { asText, type Fields, fieldsOf } from '../model/narrowing.js';

/** What keeps a value from being read as a Kubernetes object, or from being read as it was meant. */
export interface ObjectMistake {
  /** `MANIFEST_INCOMPLETE` or `MANIFEST_NOT_TEXT`. */
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Checks what every Kubernetes object has: an apiVersion, a kind and a name; labels and annotations are the validation's. */
export function objectMistakes(fields: Fields): readonly ObjectMistake[] {
  if (isWhole(fields)) {
    return [];
  }
  const metadata = fieldsOf(fields['metadata']);
  const what = asText(fields['kind']) || 'object';
  const named = metadata['name'] ?? metadata['generateName'];
  const required = { apiVersion: fields['apiVersion'], kind: fields['kind'], 'metadata.name': named };
  const missing = Object.entries(required).filter(([, value]) => (value ?? '') === '');
  const wrong = Object.entries({ ...required, 'metadata.namespace': metadata['namespace'] });
  return [
    ...(missing.length === 0 ? [] : [incomplete(what, missing)]),
    ...wrong.flatMap(([field, value]) => notText(what, field, value)),
  ];
}

/** Whether an object has what everything after the reader relies on: an apiVersion, a kind and a name that are texts. */
export function isIdentified(fields: Fields): boolean {
  const { name, generateName } = fieldsOf(fields['metadata']);
  return Boolean(asText(fields['apiVersion']) && asText(fields['kind']) && (asText(name) || asText(generateName)));
}

/** Whether nothing at all is wrong: asked of every object, so it makes no lists. */
function isWhole(fields: Fields): boolean {
  const { namespace } = fieldsOf(fields['metadata']);
  return isIdentified(fields) && (namespace === undefined || typeof namespace === 'string');
}

function incomplete(what: string, missing: readonly (readonly [string, unknown])[]): ObjectMistake {
  return {
    code: 'MANIFEST_INCOMPLETE',
    message: `the ${what} has no ${missing.map(([field]) => `\`${field}\``).join(' and no ')}`,
    fix: 'every object needs an apiVersion, a kind and a name, each a text',
  };
}

function notText(what: string, field: string, value: unknown): readonly ObjectMistake[] {
  if (typeof value === 'string' || value === undefined || value === null) {
    return [];
  }
  const isScalar = typeof value !== 'object';
  const seen = isScalar ? `the ${typeof value} ${String(value)}` : Array.isArray(value) ? 'a list' : 'a mapping';
  return [
    {
      code: 'MANIFEST_NOT_TEXT',
      message: `\`${field}\` of the ${what} is ${seen}, but must be a text, so the API server refuses the object`,
      fix: isScalar ? `write it in quotes: "${String(value)}"` : 'write a text',
    },
  ];
}
