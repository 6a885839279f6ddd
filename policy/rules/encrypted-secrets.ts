import { production, rule, types } from '../rule.js';

/** Secrets of production clusters are encrypted with a KMS key. */
export const encryptedSecrets = rule({
  name: 'encrypted-secrets',
  description: 'Kubernetes Secrets are encrypted with a KMS key in production.',
  types: [types.cluster],
  stacks: production,
  check: ({ props }) =>
    // In a preview the key may be unknown, and must not be looked at; that encryption is on is known.
    props['disableEncryption'] === false || props['encryptionProviderKey']
      ? undefined
      : 'Secrets are not encrypted by a key; set security.encryptionKey and an ack.pro specification.',
});
