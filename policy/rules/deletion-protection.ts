import { production, rule, types } from '../rule.js';

/** Production cannot be deleted by mistake. */
export const deletionProtection = rule({
  name: 'deletion-protection',
  description: 'Clusters, load balancers and keys of production are protected from deletion.',
  types: [types.cluster, types.loadBalancer, types.key],
  stacks: production,
  check: ({ type, props }) => {
    const guarded = {
      [types.cluster]: props['deletionProtection'] === true,
      [types.loadBalancer]: props['deleteProtection'] === 'on',
      [types.key]: props['deletionProtection'] === 'Enabled',
    }[type];
    return guarded ? undefined : 'It is not protected from deletion; set security.deletionProtection to true.';
  },
});
