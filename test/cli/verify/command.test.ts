import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { verifyCommand } from '../../../cli/verify/command.js';
import { cartManifests } from '../../mesh/exploration/cart.js';

const folder = mkdtempSync(join(tmpdir(), 'verify-'));
const mesh = join(folder, 'mesh.yaml');
const good = join(folder, 'good.yaml');
const bad = join(folder, 'bad.yaml');
const wrong = join(folder, 'wrong.yaml');

beforeAll(() => {
  writeFileSync(
    mesh,
    `${cartManifests}---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec: { action: DENY, rules: [{ to: [{ operation: { paths: ["/admin*"] } }] }, { to: [{ operation: { notPorts: ["80"] } }] }] }
`,
  );
  const promise = (path: string) =>
    `  - { name: no admin, requests: { to: shop/cart, path: ${path} }, expect: denied }\n`;
  writeFileSync(good, `promises:\n${promise('/admin/*')}`);
  writeFileSync(bad, `promises:\n${promise('/admin/*')}${promise('/a*')}`);
  writeFileSync(wrong, 'promises:\n  - { name: a, requests: { to: shop/card }, expect: denied }\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  process.exitCode = undefined;
  try {
    await verifyCommand().exitOverride().parseAsync(args, { from: 'user' });
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

describe('verify', () => {
  test('is content when every promise is proved', async () => {
    const { code, stdout } = await run(mesh, '--promises', good);
    expect(code).toBe(0);
    expect(stdout).toContain('proved: no admin (');
    expect(stdout).toContain('1 promises: 1 proved, 0 broken, 0 not decided');
  });

  test('shows the request that breaks one, with its answer and the object', async () => {
    const { code, stdout } = await run(mesh, '--promises', bad);
    expect(code).toBe(1);
    expect(stdout).toContain('BROKEN: no admin\n  shop/cart → http://cart.shop/a/x\n  it gets through to shop/cart\n');
    expect(stdout).toContain('  look at: ');
  });

  test('writes JSON, SARIF and JUnit', async () => {
    const results = JSON.parse((await run(mesh, '--promises', bad, '--format', 'json')).stdout);
    expect(Object.keys(results[1])).toEqual(['name', 'result', 'request', 'answer', 'object', 'reason']);
    expect(results).toMatchObject([
      { name: 'no admin', result: 'proved', request: null, answer: null, object: null },
      { result: 'broken', request: { from: 'shop/cart', path: '/a/x' }, answer: { verdict: 'allowed' } },
    ]);
    const sarif = JSON.parse((await run(mesh, '--promises', bad, '--format', 'sarif')).stdout);
    expect(sarif.runs[0].results).toMatchObject([
      { ruleId: 'PROMISE_BROKEN', level: 'error', locations: [{ physicalLocation: { region: { startLine: 3 } } }] },
    ]);
    const { stdout: junit } = await run(mesh, '--promises', bad, '--format', 'junit');
    expect(junit).toContain('<testsuites tests="2" failures="1" errors="0">');
    expect(junit).toContain('<failure message="no admin: broken: shop/cart → http://cart.shop/a/x: ');
  });

  test('says what is wrong with the file, and what stands in the way', async () => {
    const { code, stderr, stdout } = await run(mesh, '--promises', wrong);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      `${wrong}:2: promises[0].requests.to: shop/card is not in these files; write shop/cart [PROMISES_UNKNOWN_SERVICE]`,
    );
    await expect(run(mesh)).rejects.toThrow('give the promises as --promises FILE');
    const limited = await run(mesh, '--promises', good, '--limit', '1');
    expect(limited.code).toBe(1);
    expect(limited.stdout).toContain('not decided: no admin (not decided because of the limit of 1 requests)');
  });

  test('suggests promises', async () => {
    const { code, stdout } = await run(mesh, '--suggest');
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'promises: []']);
  });
});
