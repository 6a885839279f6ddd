import { isLabelValue } from '../mesh/index.js';

/** Who answers for an object; written to its annotations and, for workloads, to its labels. */
export interface Ownership {
  /** Team that runs the workload: label `team`. @default the owner, without the part of an address after `@` */
  readonly team?: string;
  /** Who is called when it breaks: annotation `owner`. */
  readonly owner: string;
  /** Who pays: annotation `cost-center`. */
  readonly costCenter: string;
  /** How confidential its data is, for example `public`, `internal`, `confidential`: annotation `data-classification`. */
  readonly dataClassification: string;
}

/** The annotations that carry an ownership. */
export function ownershipAnnotations(ownership: Ownership | undefined): Record<string, string> {
  if (ownership === undefined) return {};
  return {
    owner: ownership.owner,
    'cost-center': ownership.costCenter,
    'data-classification': ownership.dataClassification,
  };
}

/** The labels of responsibility that workloads carry: `team` and `env`, each where it is known. */
export function responsibilityLabels(settings: {
  readonly ownership?: Ownership;
  readonly environment?: string;
}): Record<string, string> {
  const { ownership, environment } = settings;
  const team = ownership && (ownership.team ?? teamOf(ownership.owner));
  return { ...(team && { team }), ...(environment && { env: environment }) };
}

/** An owner is a name or a mail address; the value of a label has no `@`. */
function teamOf(owner: string): string | undefined {
  const [name = ''] = owner.split('@');
  return isLabelValue(name) ? name : undefined;
}
