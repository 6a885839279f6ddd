import { objectAt, production, rule } from '../rule.js';

/** Meshes of production refuse plain text. */
export const strictMutualTls = rule({
  name: 'strict-mutual-tls',
  description: 'PeerAuthentications of production are STRICT.',
  types: ['v1', 'v1beta1'].map((version) => `kubernetes:security.istio.io/${version}:PeerAuthentication`),
  stacks: production,
  check: ({ props }) => {
    const mode = objectAt(objectAt(props, 'spec'), 'mtls')['mode'];
    return mode === 'STRICT' ? undefined : `mTLS is ${mode ?? 'inherited'}, not STRICT; move the namespace to STRICT.`;
  },
});
