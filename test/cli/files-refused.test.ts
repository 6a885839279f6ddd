import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { withFilesOf } from '../../cli/files-refused.js';
import { UsageError } from '../../cli/usage-error.js';

test('what the system refuses is a mistake of the user, any other error stays', () => {
  expect(withFilesOf('x', () => 1)).toBe(1);
  const list = (): unknown => withFilesOf('package.json', () => readdirSync('package.json'));
  expect(list).toThrow(UsageError);
  expect(list).toThrow(/^package\.json cannot be used: ENOTDIR: not a directory/);
  expect(() =>
    withFilesOf('x', () => {
      throw new TypeError('no function');
    }),
  ).toThrow(new TypeError('no function'));
});
