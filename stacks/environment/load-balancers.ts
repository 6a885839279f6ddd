import { z } from 'zod';
import { cloudId } from '../../charts/setting-schemas.js';

/** A CLB that outlives the gateways bound to it. */
export const loadBalancerSchema = z.strictObject({
  id: cloudId.optional().describe('An existing CLB instead of a new one.'),
  access: z
    .enum(['internet', 'private'])
    .default('private')
    .describe('Reached from the Internet, or from the VPC only.'),
  specification: cloudId.optional().describe('A fixed specification such as `slb.s2.small`. Default: billed by use.'),
});
