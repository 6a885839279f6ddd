import { describeResource, type Finding } from './finding.js';
import { fingerprintOf } from './fingerprint.js';

/** A finding that was there before. */
export interface KnownFinding {
  /** As {@link fingerprintOf} makes it. */
  readonly fingerprint: string;
  readonly code: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly message: string;
}

/** Findings beside those of an earlier state. */
export interface Comparison {
  readonly introduced: ReadonlySet<Finding>;
  readonly unchanged: ReadonlySet<Finding>;
  /** In the order of the earlier state; without those that are suppressed now. */
  readonly fixed: readonly KnownFinding[];
}

/** What a later state is compared with: the findings that hold whatever is outside the files, in their order. */
export function baselineOf(findings: readonly Finding[]): readonly KnownFinding[] {
  return findings
    .filter(({ assumption }) => assumption === undefined)
    .map((finding) => ({
      fingerprint: fingerprintOf(finding),
      code: finding.code,
      object: describeResource(finding.resource),
      message: finding.message,
    }));
}

/**
 * Which findings an earlier state did not have, and which it had. Of several with one fingerprint as many are new as there are more now.
 *
 * @param suppressed findings that are silent now, and so not fixed
 */
export function compareWithBaseline(
  findings: readonly Finding[],
  suppressed: readonly Finding[],
  known: readonly KnownFinding[],
): Comparison {
  const left = new Map<string, KnownFinding[]>();
  for (const one of known) {
    const same = left.get(one.fingerprint);
    if (same === undefined) {
      left.set(one.fingerprint, [one]);
    } else {
      same.push(one);
    }
  }
  const introduced = new Set<Finding>();
  const unchanged = new Set<Finding>();
  for (const finding of findings.filter(({ assumption }) => assumption === undefined)) {
    const isKnown = left.get(fingerprintOf(finding))?.shift() !== undefined;
    (isKnown ? unchanged : introduced).add(finding);
  }
  for (const finding of suppressed) {
    left.get(fingerprintOf(finding))?.shift();
  }
  const gone = new Set([...left.values()].flat());
  return { introduced, unchanged, fixed: known.filter((one) => gone.has(one)) };
}
