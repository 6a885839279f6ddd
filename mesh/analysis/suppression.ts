import { matchesGlob, parseGlob } from '../text/glob.js';
import { describeResource, type Finding } from './finding.js';

/** Annotation by which an object asks for silence: `*`, or codes separated by commas. Istio defines it. */
export const suppressAnnotation = 'galley.istio.io/analyze-suppress';

/** Annotation that says why; only this program reads it. */
export const reasonAnnotation = 'asm-blueprints/suppress-reason';

/** Silences findings of a code about objects. */
export interface Suppression {
  /** Code, in which `*` stands for any text. */
  readonly code: string;
  /** `Kind namespace/name`, in which `*` stands for any text. @default any object */
  readonly resource?: string;
  /** Why it is right that this stays as it is; printed with the finding. */
  readonly reason: string;
}

/** A finding that somebody has asked not to see. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** Why a finding is suppressed, undefined when it is not. Annotations come before the user's list. */
export function suppressor(suppressions: readonly Suppression[]): (finding: Finding) => string | undefined {
  const patterns = suppressions.map(({ code, resource, reason }) => ({
    code: parseGlob(code),
    resource: parseGlob(resource ?? '*'),
    reason,
  }));
  return (finding) =>
    reasonOfAnnotation(finding) ??
    patterns.find(
      ({ code, resource }) =>
        matchesGlob(code, finding.code) && matchesGlob(resource, describeResource(finding.resource)),
    )?.reason;
}

function reasonOfAnnotation({ code, object }: Finding): string | undefined {
  const value = object.annotations[suppressAnnotation];
  if (value === undefined) {
    return undefined;
  }
  const codes = value.split(',').map((part) => part.trim());
  if (!codes.includes('*') && !codes.includes(code)) {
    return undefined;
  }
  return object.annotations[reasonAnnotation] ?? `annotation ${suppressAnnotation}: ${value}`;
}
