import { matchesGlob, parseGlob } from '../text/glob.js';
import { describeResource, type Finding } from './finding.js';
import { kialiCodes } from './kiali-codes.js';

/** Annotation by which an object asks for silence: `*`, or codes separated by commas. Istio defines it. */
export const suppressAnnotation = 'galley.istio.io/analyze-suppress';

/** Annotation by which Kiali is asked for silence: empty for everything, or Kiali's codes separated by commas. */
export const kialiAnnotation = 'kiali.io/ignore-validations';

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
  const codes = listOf(value);
  if (value !== undefined && (codes.includes('*') || codes.includes(code))) {
    return object.annotations[reasonAnnotation] ?? `annotation ${suppressAnnotation}: ${value}`;
  }
  const ofKiali = object.annotations[kialiAnnotation];
  if (ofKiali !== undefined && isIgnoredByKiali(code, ofKiali)) {
    return object.annotations[reasonAnnotation] ?? `annotation ${kialiAnnotation}: ${ofKiali}`.trim();
  }
  return undefined;
}

function isIgnoredByKiali(code: string, value: string): boolean {
  const codes = listOf(value);
  const counterparts = kialiCodes[code] ?? [];
  return codes.length === 0 ? counterparts.length > 0 : codes.some((one) => one === code || counterparts.includes(one));
}

function listOf(value = ''): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
