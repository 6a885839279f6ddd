import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { builtCommand } from '../built-command.js';

const folder = mkdtempSync(join(tmpdir(), 'init-'));
const command = builtCommand();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  command.remove();
});

function init(...args: string[]) {
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command.main, 'init', ...args], options);
  return { status, stdout, stderr };
}

test('makes a repository and says what comes next; nobody is asked without a terminal', () => {
  writeFileSync(join(folder, 'own.tgz'), '');
  const { status, stdout, stderr } = init('My Mesh', '--no-install', '--package', 'own.tgz');
  expect(`${status} ${stderr}`).toBe('0 ');
  expect(stdout).toMatch(
    /^My Mesh: \d+ files\n[\s\S]*\nNext:\n {2}cd My Mesh\n {2}npm install\n {2}npm test\n {2}npm run synth\n$/,
  );
  const manifest = JSON.parse(readFileSync(join(folder, 'My Mesh/package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: 'my-mesh',
    dependencies: { 'asm-blueprints': `file:${join(folder, 'own.tgz')}` },
  });
  expect(existsSync(join(folder, 'My Mesh/Pulumi.dev.yaml'))).toBe(false);
}, 60_000);

test.each<[string, string[], RegExp]>([
  [
    'a folder that is not empty',
    ['.', '--no-install'],
    /^asm-blueprints: \. is not empty \(My Mesh, own\.tgz\); name a new folder\n$/,
  ],
  ['a file', ['own.tgz', '--no-install'], /^asm-blueprints: own\.tgz cannot be used: ENOTDIR: /],
  [
    'a folder below a file',
    ['own.tgz/x', '--no-install', '--kind', 'local'],
    /^asm-blueprints: own\.tgz\/x cannot be used: ENOTDIR: /,
  ],
  ['an unknown region', ['x', '--region', 'cn-hangzhuo'], /Allowed choices are cn-hangzhou, /],
  ['an unknown kind', ['x', '--kind', 'moon'], /Allowed choices are local, cloud, fleet\./],
  ['a name that npm refuses', ['x', '--name', 'Über'], /^asm-blueprints: 'Über' cannot be the name of a package; /],
])(
  'refuses %s',
  (_what, args, message) => {
    const { status, stderr } = init(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  },
  60_000,
);
