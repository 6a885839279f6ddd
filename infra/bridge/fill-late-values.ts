import { isLateToken, isLateValue, type LateValues } from '../../constructs/late-value.js';
import type { Manifest } from '../../mesh/index.js';
import type { FilledManifest } from './kubernetes-object.js';

/**
 * Puts the Outputs of a chart back where their tokens stand.
 *
 * Each field gets its own Output instead of one `pulumi.all` over the object: Pulumi resolves inputs at any depth, and
 * so only the fields that come from a secret are secret in the state and in a diff, and a preview shows the known ones.
 * A token that `late` does not know belongs to another app; it is refused.
 */
export function fillLateValues(manifest: Manifest, late: LateValues): FilledManifest {
  const { apiVersion, kind, ...rest } = manifest;
  return {
    apiVersion,
    kind,
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, fill(value, late)])),
  };
}

function fill(value: unknown, late: LateValues): unknown {
  if (isLateValue(value)) return value;
  if (isLateToken(value)) {
    const output = late.valueOf(value);
    if (output === undefined)
      throw new Error(`${value} is no late value of this app: give its LateValues to the deployment`);
    return output;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, late));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, late)]));
  }
  return value;
}
