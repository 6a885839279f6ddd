import { type Analysis, type Comparison, describeResource, type Finding } from '../../mesh/analysis/index.js';
import { type Assumption, formatAssumption } from '../../mesh/assumption/assumption.js';
import type { Problem } from '../../mesh/manifest/problem.js';

/** A place in an object. */
export type Located = Pick<Finding, 'object' | 'field'>;

/** What an analysis of files comes to. */
export interface Report extends Analysis {
  /** The findings beside those of an earlier state, when they are compared with one. */
  readonly comparison?: Comparison;
  /** What could not be read, or only in part. */
  readonly problems: readonly Problem[];
  /** Whether everything was read, in spite of the problems. */
  readonly isComplete: boolean;
  /** The line of a finding in its file. */
  readonly locate: (finding: Located) => number | undefined;
  readonly objects: number;
  readonly files: number;
}

/** A finding for a person: what it says, or the assumption that it would need. */
export function findingText({ assumption, resource, message }: Finding, { findings }: Report): string {
  return assumption === undefined ? `${describeResource(resource)}: ${message}` : assumptionText(assumption, findings);
}

/** The assumptions that no finding needs: what is pointed out about the files as a whole. */
export function generalAssumptions({ assumptions, findings }: Report): readonly Assumption[] {
  const needed = new Set(findings.map(({ assumption }) => assumption?.statement));
  return assumptions.filter(({ statement }) => !needed.has(statement));
}

/** Whether a finding holds whatever is outside the files. */
export function isCertain({ assumption }: Finding): boolean {
  return assumption === undefined;
}

/** The findings to act on: those that are certain, and only those that are new when they are compared with an earlier state. */
export function pressingFindings({ findings, comparison }: Report): readonly Finding[] {
  return findings.filter((finding) => isCertain(finding) && comparison?.unchanged.has(finding) !== true);
}

/** An assumption with the objects for which it is made: of several the first, and how many more. */
export function assumptionText(assumption: Assumption, findings: readonly Finding[]): string {
  const needing = findings.filter((finding) => finding.assumption?.statement === assumption.statement);
  const objects = [...new Set(needing.map(({ resource }) => describeResource(resource)))];
  const codes = [...new Set(needing.map(({ code }) => code))].sort().join(', ');
  const more = objects.length > 1 ? ` and ${objects.length - 1} more` : '';
  const origin = objects.length === 0 ? '' : ` (for ${objects[0]}${more}) [${codes}]`;
  return `${formatAssumption(assumption)}${origin}`;
}

/** The findings that are shown one by one: those that are certain, and of each assumption the first. */
export function shownFindings({ findings }: Report): readonly Finding[] {
  const told = new Set<string>();
  return findings.filter(({ assumption }) => {
    const isNew = assumption === undefined || !told.has(assumption.statement);
    told.add(assumption?.statement ?? '');
    return isNew;
  });
}
