/** What must hold for an unmodelled input to be able to change an answer. */
export interface Condition {
  /** Values that change nothing, such as the default. @default every value may change something */
  readonly unless?: readonly unknown[];
  /** What may happen, from the value. @default the effect, whatever the value */
  readonly words?: (value: unknown) => string;
  /** Whether a value matters, given the fields beside it. @default always */
  readonly when?: (value: unknown, siblings: Readonly<Record<string, unknown>>) => boolean;
  /** Which end of a connection it acts on: `sender` where requests leave a pod, `receiver` where they arrive. @default both */
  readonly side?: 'sender' | 'receiver';
  /** Whether it matters only when the address that the caller connects to is not known. @default false */
  readonly onUnknownAddress?: boolean;
  /** Whether it matters only when an endpoint refuses or fails. @default false */
  readonly onFailure?: boolean;
  /** Whether all that it could do is to refuse requests, never to let one through or to send it elsewhere. @default false */
  readonly onlyRefuses?: boolean;
}

/**
 * How answers take an input of the mesh. Each is exactly one of three: `modelled`; `no-effect`, when no answer depends on it; or
 * `not-modelled`, when one could, and the answer then says so.
 */
export class Coverage {
  constructor(
    readonly state: 'modelled' | 'no-effect' | 'not-modelled',
    /** Why it has no effect, in a word; or the effect that it could have, as a user reads it. Empty for what is modelled. */
    readonly note: string,
    readonly condition: Condition = {},
  ) {}
}

/** The answers depend on it as Istio does. */
export const modelled = new Coverage('modelled', '');

/** No answer depends on it. @param because why, in a word: telemetry, resources, … */
export function noEffect(because: string): Coverage {
  return new Coverage('no-effect', because);
}

/** An answer may depend on it, and the model does not know how. @param effect what may happen, as a user reads it */
export function notModelled(effect: string, condition: Condition = {}): Coverage {
  return new Coverage('not-modelled', effect, condition);
}

/**
 * How the fields of an object are taken, in the shape of the object: a mark holds for a field and everything beneath it. Lists are left
 * out, so that a field of their elements stands where the list does. `*` stands for the keys of a map that are not named.
 */
export type FieldCoverage = Coverage | { readonly [field: string]: FieldCoverage };

/** What no answer depends on, whatever the kind. */
export const telemetry = noEffect('telemetry');
export const resources = noEffect('resources');
export const scheduling = noEffect('scheduling');
export const timing = noEffect('the time that things take');
export const documentation = noEffect('documentation');
/** Certificates, keys and authorities are taken to be valid and to fit. */
export const certificates = noEffect('certificates are taken to be valid');
