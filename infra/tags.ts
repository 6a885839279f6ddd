import type { Input } from '@pulumi/pulumi';

/** Tags as every component takes them. */
export type Tags = Readonly<Record<string, Input<string>>>;

/** Who answers and pays for an environment, and how sensitive its data is. */
export interface Ownership {
  /** Name of the environment, for example `prod`. */
  readonly env: string;
  /** Team or person to call. */
  readonly owner: string;
  /** Whom the bill goes to. */
  readonly costCenter: string;
  /** For example `public`, `internal`, `confidential`. */
  readonly dataClassification: string;
}

/** The tags that say so on a resource. */
export function ownershipTags(ownership: Ownership): Record<string, string> {
  return {
    owner: ownership.owner,
    'cost-center': ownership.costCenter,
    'data-classification': ownership.dataClassification,
    env: ownership.env,
  };
}
