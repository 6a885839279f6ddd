import { expect, test } from '@jest/globals';
import { analyze } from '../../../../../mesh/analysis/analyze.js';
import { literalKey } from '../../../../../mesh/analysis/checks/asm/literal-key.js';
import { buildMesh } from '../../../../../mesh/model/build.js';
import { resourcesOf } from '../../../resources.js';

/** What is found in a ConfigMap, or another kind, with a text. */
function foundIn(text: string, kind = 'ConfigMap', field = 'data'): readonly string[] {
  const yaml = `apiVersion: v1\nkind: ${kind}\nmetadata: {name: c, namespace: default}\n${field}: {k: ${JSON.stringify(text)}}\n`;
  const { findings } = analyze(buildMesh(resourcesOf(yaml)), { checks: [literalKey] });
  return findings.map(({ message }) => message);
}

// Put together here, so that no scanner of repositories takes the test for a leak.
const random = 'q7Rk2mZ9xT4vB8nL1cH5wP3sD6fG0jY7aQ2e';
const keys = [
  ['private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEow${random}`],
  ['Alibaba Cloud', `LT${'AI'}5t${random.slice(0, 18)}`],
  ['AWS', `AK${'IA'}${random.slice(0, 16).toUpperCase()}`],
  ['GitHub', `gh${'p'}_${random}`],
  ['GitLab', `gl${'pat'}-${random.slice(0, 20)}`],
  ['Slack', `xo${'xb'}-123456789012-${random}`],
  ['Google Cloud', `AI${'za'}${random.slice(0, 35)}`],
  ['JWK', `{"keys": [{"kty": "RSA", "e": "AQAB", "n": "abc", "d": "${random}"}]}`],
  ['Stripe', `sk_${'live'}_${random.slice(0, 24)}`],
] as const;

test.each(keys)('%s, and no message has the value', (name, key) => {
  const [message = '', ...more] = foundIn(`before ${key}`);
  expect(message).toContain(name);
  expect(message).not.toContain(random.slice(0, 12));
  expect(more).toEqual([]);
  expect(foundIn(key, 'Secret', 'stringData')).toEqual([]);
});

test.each([
  `AK${'IA'}IOSFODNN7EXAMPLE`,
  `-----BEGIN ${'PRIVATE'} KEY-----\n...\n-----END ${'PRIVATE'} KEY-----`,
  `-----BEGIN CERTIFICATE-----\nMIIEow${random}`,
  `gh${'p'}_${'x'.repeat(36)}`,
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'LTAI',
  '123e4567-e89b-12d3-a456-426614174000',
  `LT${'AI'}\${ACCESS_KEY_ID_OF_APP}`,
  `LT${'AI'}<your-access-key-id>`,
  `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAAAAUA'.repeat(9)}`,
  `${'iVBORw0KGgoAAAANSUhEUgAAAAUA'.repeat(9)}/LT${'AI'}5t${random.slice(0, 18)}/`,
  `{"keys": [{"kty": "RSA", "e": "AQAB", "n": "${random.repeat(9)}"}]}`,
  `-----BEGIN ${'PUBLIC'} KEY-----\nMIIEow${random}`,
  'sk_live_',
  '{"d": "2026-01-01T00:00:00Z and a longer text", "kty": 1}',
  'arn:aws:iam::123456789012:role/app',
])('not %j', (text) => expect(foundIn(text)).toEqual([]));
