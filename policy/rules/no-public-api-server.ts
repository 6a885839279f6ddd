import { objectAt, production, rule, types } from '../rule.js';

/** API servers of production are reached through the VPC only. */
export const noPublicApiServer = rule({
  name: 'no-public-api-server',
  description: 'API servers of clusters and of the ASM instance have no public address in production.',
  types: [types.cluster, types.mesh],
  stacks: production,
  check: ({ type, props }) => {
    const open =
      type === types.cluster
        ? props['slbInternetEnabled'] !== false
        : objectAt(props, 'loadBalancer')['apiServerPublicEip'] === true;
    return open ? 'The API server has a public address; set publicApiServer to false.' : undefined;
  },
});
