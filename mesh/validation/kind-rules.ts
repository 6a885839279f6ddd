import type { Field } from './field.js';

/**
 * What a kind refuses beyond the types of its fields.
 *
 * @param spec `spec` of the object, whose fields have the types that the kind wants
 * @param namespace the namespace that the object is in, for values that are relative to it
 */
export type KindRules = (spec: Field, namespace: string, object: Field) => void;
