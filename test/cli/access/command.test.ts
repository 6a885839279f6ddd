import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import { accessCommand } from '../../../cli/access/command.js';

const folder = mkdtempSync(join(tmpdir(), 'access-'));
const file = join(folder, 'rbac.yaml');
let output = '';

writeFileSync(
  file,
  `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: devs, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: Group, name: devs }, { kind: User, name: ann }]
`,
);

beforeEach(() => {
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.exitCode = 0;
});

async function run(...flags: readonly string[]): Promise<string> {
  await accessCommand()
    .exitOverride()
    .parseAsync([file, ...flags], { from: 'user' });
  return output;
}

test('prints who can do what, where, and by which path', async () => {
  expect(await run('--capability', 'read-secrets')).toBe(
    `CAN           SUBJECT     NAMESPACES  RESOURCES  PATH
read-secrets  Group devs  shop        secrets    RoleBinding shop/devs -> ClusterRole edit
read-secrets  User ann    shop        secrets    RoleBinding shop/devs -> ClusterRole edit
`,
  );
});

test('keeps the subjects that are asked for, as JSON', async () => {
  const rows: unknown = JSON.parse(await run('--subject', 'ann', '--capability', 'read-secrets', '--format', 'json'));
  expect(rows).toEqual([
    {
      subject: 'User ann',
      capability: 'read-secrets',
      target: 'default',
      resources: ['secrets'],
      namespaces: ['shop'],
      path: ['RoleBinding shop/devs', 'ClusterRole edit'],
    },
  ]);
});

test('says so when no binding gives such rights', async () => {
  expect(await run('--subject', 'bob')).toBe('no binding in these files gives such rights\n');
});

test('refuses a capability that it does not know', async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await expect(run('--capability', 'fly')).rejects.toThrow('Allowed choices are change-routes');
});
