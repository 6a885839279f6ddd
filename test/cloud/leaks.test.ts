import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { filesBelow, leaks, tokensOf } from './leaks.js';

const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = `-----BEGIN KEY-----\n${'MIIEabcdefghijklmnop'.repeat(3)}\nshort\n-----END KEY-----\n`;

test('a secret is found in plain, in JSON and in base64', () => {
  mkdirSync(join(folder, 'deep'));
  mkdirSync(join(folder, 'plugins'));
  const files = {
    plain: `a ${secret}`,
    'deep/json': JSON.stringify({ key: secret }),
    base64: Buffer.from(secret).toString('base64'),
    nested: JSON.stringify({ user: { 'client-key-data': Buffer.from(secret).toString('base64') } }),
    clean: 'nothing',
    'plugins/left-out': secret,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const found = leaks(tokensOf(secret), filesBelow(folder, ['plugins']));
  expect(found.map((path) => path.slice(folder.length + 1)).sort()).toEqual(['base64', 'deep/json', 'nested', 'plain']);
});
