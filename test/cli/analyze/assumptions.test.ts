import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { analyzeCommand } from '../../../cli/analyze/command.js';
import { gatewayOf, istioObject, plainGateway, workloadOf } from '../../mesh/objects.js';

const folder = mkdtempSync(join(tmpdir(), 'assumptions-'));
const file = join(folder, 'edge.yaml');
const live = join(folder, 'live.yaml');

beforeAll(() => {
  const edge = plainGateway('edge', 'ingressgateway') + plainGateway('other', 'ingressgateway', 'b.example.com');
  writeFileSync(file, edge + workloadOf('web') + istioObject('Sidecar', 'default', '{egress: [{hosts: ["./*"]}]}'));
  writeFileSync(live, gatewayOf('ingressgateway', 'istio-system', 'ClusterIP'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await analyzeCommand()
      .copyInheritedSettings(new Command().exitOverride())
      .parseAsync([...args, file], { from: 'user' });
    return { code: Number(process.exitCode), ...written };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

test('are printed once each, and fail nothing', async () => {
  const { code, stdout } = await run('--fail-on', 'info');
  expect(stdout.split('\n')).toEqual([
    'assumed: the pods of namespace shop have no proxy, since nothing in these files puts them into a mesh, though Sidecar shop/default has no effect on pods without one; pass --inject shop to settle it',
    'assumed: the gateway pods labelled istio: ingressgateway exist, in none of these files; pass --external-gateway istio=ingressgateway to settle it (for Gateway shop/edge and 1 more) [IST0101]',
    'no findings, 2 assumptions in 4 objects of 1 file',
    '',
  ]);
  expect(code).toBe(0);
});

test('are in JSON beside each finding that needs them', async () => {
  const { stdout, stderr } = await run('--format', 'json');
  const findings = JSON.parse(stdout) as { level: string; assumption?: { code: string } }[];
  expect(findings.map(({ level, assumption }) => [level, assumption?.code])).toEqual(
    Array(2).fill(['info', 'GATEWAY_PODS']),
  );
  expect(stderr).toContain('note: assumed: the pods of namespace shop have no proxy');
});

test('are in SARIF and in the commands of GitHub once each', async () => {
  const sarif = JSON.parse((await run('--format', 'sarif')).stdout);
  const [{ results, invocations }] = sarif.runs;
  expect(
    results.map(({ level, message }: { level: string; message: { text: string } }) => [
      level,
      message.text.slice(0, 29),
    ]),
  ).toEqual([['note', 'assumed: the gateway pods lab']]);
  expect(invocations[0].toolExecutionNotifications).toMatchObject([{ descriptor: { id: 'NO_PROXY' }, level: 'note' }]);
  const { stdout } = await run('--format', 'github');
  expect(stdout.match(/^::notice .*::assumed: the gateway pods/gm)).toHaveLength(1);
});

test.each([
  ['a flag', ['--external-gateway', 'istio: ingressgateway', '--inject', 'shop']],
  ['the objects of the cluster', ['--against', live, '--inject', 'shop']],
])('are settled by %s', async (_, args) => {
  expect((await run(...args)).stdout).toBe('no findings in 4 objects of 1 file\n');
});

test('are errors where the files are all there is, and as istioctl reports them', async () => {
  expect(await run('--complete', '--inject', 'shop')).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^2 errors in/m),
  });
  expect((await run('--istioctl')).stdout.match(/error \[IST0101\]/g)).toHaveLength(2);
});

test('are settled by the settings', async () => {
  const settings = join(folder, 'settings.yaml');
  writeFileSync(settings, 'external: {gateways: ["istio: ingressgateway"], injected: [shop]}\n');
  expect((await run('--settings', settings)).stdout).toBe('no findings in 4 objects of 1 file\n');
  writeFileSync(settings, 'complete: true\n');
  expect((await run('--settings', settings)).code).toBe(1);
});
