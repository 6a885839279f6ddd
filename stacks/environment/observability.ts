import { z } from 'zod';
import { dnsLabel } from '../../charts/setting-schemas.js';

const dashboardSettings = z.strictObject({
  namespace: dnsLabel.default('istio-system').describe('Namespace of the ConfigMaps.'),
  label: z
    .record(z.string().min(1), z.string())
    .refine((label) => Object.keys(label).length > 0, 'must have a label')
    .meta({ minProperties: 1 })
    .default({ grafana_dashboard: '1' })
    .describe("Label by which Grafana's sidecar finds dashboards."),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("Folder in Grafana, as the annotation `grafana_folder`. Default: the sidecar's."),
});

const alertSettings = z.strictObject({
  arms: z.boolean().default(true).describe('Alerts in the managed Prometheus of every cluster; they need `metrics`.'),
  notificationPolicy: z
    .string()
    .regex(/^\d+$/, 'must be the number of a notification policy')
    .optional()
    .describe('Id of the notification policy of ARMS that says who gets the alerts. Default: the policies that match.'),
  prometheusRules: z
    .union([
      z.boolean(),
      z.strictObject({
        labels: z.record(z.string().min(1), z.string()).default({}).describe('Labels of the objects. Default: none.'),
      }),
    ])
    .default(false)
    .transform((wanted) => (wanted === true ? { labels: {} } : wanted))
    .describe('Rules as objects of prometheus-operator, with the labels by which its Prometheus selects them.'),
});

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
  dashboards: z
    .union([z.boolean(), dashboardSettings])
    .default(false)
    .transform((wanted) => (wanted === true ? dashboardSettings.parse({}) : wanted))
    .describe('Dashboards of services, gateways and the mesh as ConfigMaps on every cluster.'),
  alerts: alertSettings.prefault({}).describe('Where the objectives of services alert.'),
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
