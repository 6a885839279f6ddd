import { z } from 'zod';
import { labelValue, line } from '../../charts/setting-schemas.js';

/** Who answers for the environment; see `Ownership` of the constructs. */
export const ownershipSchema = z.strictObject({
  owner: line.describe('Who answers for the environment, for example an address.'),
  team: labelValue.min(1).optional().describe('Value of the label `team`.'),
  costCenter: line.describe('Who pays.'),
  dataClassification: z
    .enum(['public', 'internal', 'confidential', 'restricted'])
    .describe('How confidential the data of the environment is.'),
});

/** Served version of each API group; see `ApiVersions` of the constructs. */
export const apiVersionsSchema = z.strictObject({
  networking: z.enum(['v1', 'v1beta1', 'v1alpha3']).default('v1').describe('Version of networking.istio.io.'),
  security: z.enum(['v1', 'v1beta1']).default('v1').describe('Version of security.istio.io.'),
  telemetry: z.enum(['v1', 'v1alpha1']).default('v1').describe('Version of telemetry.istio.io.'),
  gatewayApi: z.enum(['v1', 'v1beta1']).default('v1').describe('Version of the Gateway API.'),
});
