import { z } from 'zod';
import { line } from '../../charts/setting-schemas.js';
import { isLabelValue, labelValueRule } from '../../mesh/index.js';

/** Who answers for the environment; see `Ownership` of the constructs. */
export const ownershipSchema = z.strictObject({
  owner: line,
  /** Value of the label `team`. */
  team: z.string().min(1).refine(isLabelValue, labelValueRule).optional(),
  costCenter: line,
  dataClassification: z.enum(['public', 'internal', 'confidential', 'restricted']),
});

/** Served version of each API group; see `ApiVersions` of the constructs. */
export const apiVersionsSchema = z.strictObject({
  networking: z.enum(['v1', 'v1beta1', 'v1alpha3']).default('v1'),
  security: z.enum(['v1', 'v1beta1']).default('v1'),
  telemetry: z.enum(['v1', 'v1alpha1']).default('v1'),
  gatewayApi: z.enum(['v1', 'v1beta1']).default('v1'),
});
