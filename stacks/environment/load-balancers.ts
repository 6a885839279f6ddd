import { z } from 'zod';

/** A CLB that outlives the gateways bound to it. */
export const loadBalancerSchema = z.strictObject({
  /** An existing CLB instead of a new one. */
  id: z.string().min(1).optional(),
  /** Reached from the Internet, or from the VPC only. */
  access: z.enum(['internet', 'private']).default('private'),
  /** A fixed specification such as `slb.s2.small`. Default: billed by use. */
  specification: z.string().min(1).optional(),
});
