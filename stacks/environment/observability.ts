import { z } from 'zod';

/** Logs, metrics and the audit trail of a cloud environment. */
export const observabilitySchema = z.strictObject({
  retentionDays: z
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe('Days to keep access logs, control-plane logs and audit logs.'),
  accessLog: z.boolean().default(true).describe('Access logs of sidecars and gateways.'),
  metrics: z.boolean().default(true).describe('Managed Prometheus for every cluster.'),
  traceSampling: z
    .number()
    .min(0)
    .max(100)
    .default(1)
    .describe('Percentage of requests that are traced; 0 turns tracing off.'),
  auditTrail: z
    .boolean()
    .default(false)
    .describe('ActionTrail: who did what in the account. One environment of an account is enough.'),
});
