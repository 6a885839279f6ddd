/** Who answers for an object; written to its annotations and, for workloads, to its labels. */
export interface Ownership {
  /** Team that runs the workload: label `team`. @default the owner */
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
