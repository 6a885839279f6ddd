import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeKubeconfigs } from '../../infra/kubeconfig-files.js';
import { ProblemsError } from '../../mesh/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfigs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mode = (path: string): number => statSync(join(folder, path)).mode & 0o777;
const output = JSON.stringify({ asm: 'of asm', m1c1: 'of m1c1' });

describe('kubeconfigs', () => {
  test('are files that only the user can read, in a folder that git ignores', () => {
    expect(writeKubeconfigs(folder, 'dev', output)).toEqual([
      '.kubeconfigs/dev/asm.yaml',
      '.kubeconfigs/dev/m1c1.yaml',
    ]);
    expect(readFileSync(join(folder, '.kubeconfigs/dev/asm.yaml'), 'utf8')).toBe('of asm');
    expect(readFileSync(join(folder, '.kubeconfigs/.gitignore'), 'utf8')).toBe('*\n');
    expect(['.kubeconfigs', '.kubeconfigs/dev', '.kubeconfigs/dev/asm.yaml'].map(mode)).toEqual([0o700, 0o700, 0o600]);
  });

  test('take the place of files that others could read, and do not follow links', () => {
    writeKubeconfigs(folder, 'dev', output);
    rmSync(join(folder, '.kubeconfigs/dev/asm.yaml'));
    writeFileSync(join(folder, 'elsewhere'), 'kept');
    symlinkSync(join(folder, 'elsewhere'), join(folder, '.kubeconfigs/dev/asm.yaml'));
    rmSync(join(folder, '.kubeconfigs/dev/m1c1.yaml'));
    writeFileSync(join(folder, '.kubeconfigs/dev/m1c1.yaml'), 'old', { mode: 0o644 });
    writeKubeconfigs(folder, 'dev', output);
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('kept');
    expect(mode('.kubeconfigs/dev/m1c1.yaml')).toBe(0o600);
  });

  test.each([
    ['dev', '', 'it is not JSON'],
    ['dev', '"planted text"', 'it is not a map'],
    ['dev', '{"a": {"planted": "text"}}', 'not every kubeconfig in it is a text'],
    ['dev', '{"../a": "planted text"}', '"../a" cannot be the name of a file'],
    ['..', '{"a": "planted text"}', '".." cannot be the name of a file'],
  ])('of %s in %j are not written, and not shown', (stack, wrong, message) => {
    const write = () => writeKubeconfigs(folder, stack, wrong);
    expect(write).toThrow(ProblemsError);
    expect(write).toThrow(message);
    expect(write).not.toThrow('planted');
    expect(existsSync(join(folder, '.kubeconfigs'))).toBe(false);
  });
});
