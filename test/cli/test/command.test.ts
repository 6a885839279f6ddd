import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { testCommand } from '../../../cli/test/command.js';
import { UsageError } from '../../../cli/usage-error.js';
import { istioObject, namespaceOf, serviceOf } from '../../mesh/objects.js';

const folder = mkdtempSync(join(tmpdir(), 'route-tests-'));
const mesh = join(folder, 'mesh.yaml');
const tests = join(folder, 'tests.yaml');
const testCase = (host: string) =>
  `testCases: [{description: to users, wantMatch: true, request: {authority: [shop.example.com], uri: [/, /a]}, route: [{destination: {host: ${host}}}]}]\n`;

beforeAll(() => {
  const rules = '{match: [{uri: {prefix: /old}}], redirect: {uri: /}}, {route: [{destination: {host: users}}]}';
  const route = istioObject('VirtualService', 'door', `{hosts: [shop.example.com], http: [${rules}]}`);
  writeFileSync(mesh, namespaceOf('shop') + serviceOf('users') + route);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let stdout = '';
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      stdout += stream === 'stdout' ? String(text) : '';
      return true;
    }),
  );
  const before = process.exitCode;
  try {
    await testCommand().parseAsync([mesh, ...args], { from: 'user' });
    return { stdout, code: process.exitCode };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

test('says which tests pass, and what no test looks at', async () => {
  writeFileSync(tests, testCase('users'));
  expect(await run('--tests', tests)).toEqual({
    stdout: `passed: to users (2 requests)
not tested: VirtualService shop/door http[0]
1 of 1 tests passed; 1 of 2 routes and 0 of 0 policies are tested
`,
    code: 0,
  });
  expect((await run('-t', tests, '--no-coverage')).stdout).not.toContain('not tested');
});

test('a request that goes elsewhere is named', async () => {
  writeFileSync(tests, testCase('others'));
  const { stdout, code } = await run('-t', tests);
  expect(stdout).toContain(
    'FAILED: to users (2 of 2 requests)\n  GET http://shop.example.com/ → VirtualService shop/door',
  );
  expect(code).toBe(1);
  const json = JSON.parse((await run('-t', tests, '--format', 'json')).stdout);
  expect(json.results[0].failures).toHaveLength(2);
});

test('a file of tests that is wrong gives exit code 2, and so does none', async () => {
  writeFileSync(tests, 'testCases: 1\n');
  expect((await run('-t', tests)).code).toBe(2);
  await expect(run()).rejects.toThrow(UsageError);
});
