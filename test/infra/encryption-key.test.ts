import { describe, expect, test } from '@jest/globals';
import { EncryptionKey } from '../../infra/encryption-key.js';
import { only, refused, registrations, tags } from './registrations.js';

describe('EncryptionKey', () => {
  test('a key rotates every year and waits 30 days for its end', async () => {
    const { made } = await registrations(() => new EncryptionKey('key', { tags }));
    expect(only(made, 'alicloud:kms/key:Key')).toMatchObject({
      rotationInterval: '365d',
      pendingWindowInDays: 30,
      tags,
    });
    expect(refused(() => new EncryptionKey('key', { rotationDays: 3, pendingWindowDays: 1 }))).toEqual([
      'ARG_RANGE rotationDays',
      'ARG_RANGE pendingWindowDays',
    ]);
    expect(refused(() => new EncryptionKey('key', { keyId: 'key-1', rotationDays: 30, description: 'mine' }))).toEqual([
      'ARG_EXCLUSIVE description',
      'ARG_EXCLUSIVE rotationDays',
    ]);
  });
});
