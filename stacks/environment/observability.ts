import { z } from 'zod';

/** Logs, metrics and the audit trail of a cloud environment. */
export const observabilitySchema = z.strictObject({
  /** Days to keep access logs, control-plane logs and audit logs. */
  retentionDays: z.int().min(1).max(365).default(14),
  /** Access logs of sidecars and gateways. */
  accessLog: z.boolean().default(true),
  /** Managed Prometheus for every cluster. */
  metrics: z.boolean().default(true),
  /** Percentage of requests that are traced; 0 turns tracing off. */
  traceSampling: z.number().min(0).max(100).default(1),
  /** ActionTrail: who did what in the account. One environment of an account is enough. */
  auditTrail: z.boolean().default(false),
});
