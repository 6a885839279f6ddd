import { objectAt, rule, types } from '../rule.js';

/** Fewer days than an investigation needs. */
const LEAST_DAYS = 7;

/** Logs are kept long enough to look into an incident. */
export const logRetention = rule({
  name: 'log-retention',
  description: `Logs are kept for at least ${LEAST_DAYS} days.`,
  types: ['alicloud:log/store:Store', types.cluster, types.mesh],
  check: ({ type, props }) => {
    const accessLog = objectAt(objectAt(props, 'meshConfig'), 'accessLog');
    const periods =
      type === types.cluster
        ? [props['controlPlaneLogTtl']]
        : type === types.mesh
          ? accessLog['enabled'] === true
            ? [accessLog['sidecarLifecycle'], accessLog['gatewayLifecycle']]
            : []
          : [props['retentionPeriod']];
    const short = periods.find((days) => days !== undefined && Number(days) < LEAST_DAYS);
    return short === undefined ? undefined : `Logs are kept for ${short} days; keep them for ${LEAST_DAYS} or more.`;
  },
});
