import { createSign, generateKeyPairSync } from 'node:crypto';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key set that RequestAuthentications of the cases trust; made anew in every run, so that no private key is kept. */
export const keySet = JSON.stringify({
  keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'differential', alg: 'RS256', use: 'sig' }],
});

/** A token with these claims that the key set verifies. */
export function tokenWith(claims: Readonly<Record<string, unknown>>): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', kid: 'differential', typ: 'JWT' })}.${encode({ exp: 4_000_000_000, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
}
