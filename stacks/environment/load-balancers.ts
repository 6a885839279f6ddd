import { z } from 'zod';
import { cloudId } from '../../charts/setting-schemas.js';

/** A CLB that outlives the gateways bound to it. */
export const loadBalancerSchema = z.strictObject({
  /** An existing CLB instead of a new one. */
  id: cloudId.optional(),
  /** Reached from the Internet, or from the VPC only. */
  access: z.enum(['internet', 'private']).default('private'),
  /** A fixed specification such as `slb.s2.small`. Default: billed by use. */
  specification: cloudId.optional(),
});
