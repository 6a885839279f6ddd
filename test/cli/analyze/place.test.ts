import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { pathUri, placeOf, relativePath } from '../../../cli/analyze/place.js';

test('URIs are relative below the current folder, and escape what has a meaning in a URI', () => {
  expect(pathUri('dist/dev/a b#c?.yaml')).toBe('dist/dev/a%20b%23c%3F.yaml');
  expect(pathUri(join(process.cwd(), 'dist/a.yaml'))).toBe('dist/a.yaml');
  expect(pathUri(resolve('/elsewhere/a b.yaml'))).toMatch(/^file:\/\/\/.*elsewhere\/a%20b\.yaml$/);
  expect(pathUri('x:y.yaml')).toBe('x%3Ay.yaml');
  expect(relativePath('../a.yaml')).toBe('../a.yaml');
});

test('the place of a problem is a file with or without a line', () => {
  const problem = { code: 'A', message: 'a', fix: 'b' };
  expect(placeOf({ ...problem, place: 'a:1/b.yaml:12' })).toEqual({ path: 'a:1/b.yaml', line: 12 });
  expect(placeOf({ ...problem, place: 'folder' })).toEqual({ path: 'folder', line: undefined });
});
