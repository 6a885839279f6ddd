import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64, encodeBase64, encodeBase64Url } from '../../../mesh/text/base64.js';

const texts = fc.string({ unit: 'binary', maxLength: 40 });

test('Base64 is that of Node', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(encodeBase64(text)).toBe(Buffer.from(text).toString('base64'));
      expect(encodeBase64Url(text)).toBe(Buffer.from(text).toString('base64url'));
    }),
    { seed: 1 },
  );
});

test('what is decoded is what Node decodes, also of texts that are not Base64', () => {
  const odd = fc.string({ unit: fc.constantFrom(...'AZaz09+/-_=\n !é'), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(odd, texts.map(encodeBase64), texts.map(encodeBase64Url)), (text) => {
      expect(decodeBase64(text)).toBe(Buffer.from(text, 'base64').toString('utf8'));
    }),
    { seed: 1 },
  );
});
