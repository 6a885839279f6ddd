import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandResult, machineProblems } from '../../../infra/local/machine-check.js';
import { formatProblem } from '../../../mesh/index.js';

let server: Server;
let taken: number;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  taken = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

const GOOD: Readonly<Record<string, CommandResult>> = {
  'docker version': { state: 'done', output: '28.0.1\n' },
  'docker ps': { state: 'done', output: '' },
  'docker info': { state: 'done', output: '8222302208\n' },
  'pulumi version': { state: 'done', output: 'v3.245.0\n' },
  'kind version': { state: 'done', output: 'kind v0.33.0 go1.25.1 linux/amd64\n' },
  'kubectl version': { state: 'done', output: 'Client Version: v1.34.0\n' },
};

/** The problems of a machine whose commands answer as given. */
async function problems(answers: Readonly<Record<string, CommandResult>>, ports: Record<string, number> = {}) {
  const run = async (command: string, args: readonly string[]): Promise<CommandResult> =>
    ({ ...GOOD, ...answers })[`${command} ${args[0]}`] ?? { state: 'missing' };
  return (await machineProblems({ clusters: ['asm-local'], ports }, run)).map(formatProblem);
}

describe('machineProblems', () => {
  test('a machine with everything has none', async () => {
    expect(await problems({})).toEqual([]);
  });

  test('each missing tool is a line with where to get it', async () => {
    expect(
      await problems({
        'docker version': { state: 'missing' },
        'kind version': { state: 'missing' },
        'kubectl version': { state: 'missing' },
      }),
    ).toEqual([
      'docker: is not on PATH; install Docker Engine or Docker Desktop: https://docs.docker.com/get-docker/ [LOCAL_TOOL_MISSING]',
      'kind: is not on PATH; install kind 0.24.0 or later: https://kind.sigs.k8s.io/docs/user/quick-start/#installation [LOCAL_TOOL_MISSING]',
      'kubectl: is not on PATH; install kubectl: https://kubernetes.io/docs/tasks/tools/ [LOCAL_TOOL_MISSING]',
    ]);
  });

  test('a docker that does not answer is another thing than a missing one', async () => {
    const [line] = await problems({
      'docker version': { state: 'failed', message: 'Cannot connect to the Docker daemon' },
    });
    expect(line).toMatch(/^docker: does not answer \(Cannot connect to the Docker daemon\); start Docker Desktop/);
  });

  test.each([
    ['0.23.9', true],
    ['0.24.0', false],
    ['0.100.0', false],
    ['1.0.0', false],
  ])('kind %s is too old: %s', async (version, old) => {
    const lines = await problems({ 'kind version': { state: 'done', output: `kind v${version} go1.22` } });
    expect(lines).toEqual(
      old ? [expect.stringContaining(`kind: is version ${version}, which is too old; install kind 0.24.0`)] : [],
    );
  });

  test('a Pulumi that is too old', async () => {
    expect(await problems({ 'pulumi version': { state: 'done', output: 'v3.150.0\n' } })).toEqual([
      'pulumi: is version 3.150.0, which is too old; install Pulumi 3.214.0 or later: https://www.pulumi.com/docs/install/ [LOCAL_TOOL_VERSION]',
    ]);
  });

  test.each([
    [
      '1073741824',
      ["docker: has 1.0 GiB of memory; a cluster needs 2.0 GiB; give it more, in Docker Desktop's settings"],
    ],
    ['2147483648', []],
    ['', []],
  ])('docker with %s bytes of memory', async (output, expected) => {
    const lines = await problems({ 'docker info': { state: 'done', output } });
    expect(lines).toEqual(expected.map((line) => expect.stringContaining(line)));
  });

  test('a port in use is named with the setting that changes it', async () => {
    expect(await problems({}, { 'local.ports.http': taken })).toEqual([
      `port ${taken}: is in use on 127.0.0.1 by another program; stop that program, or give another port in local.ports.http [LOCAL_PORT_IN_USE]`,
    ]);
  });

  test('a port that the cluster itself holds is no problem', async () => {
    const held = { state: 'done', output: `127.0.0.1:${taken}->30080/tcp, 127.0.0.1:39445->6443/tcp\n` } as const;
    expect(await problems({ 'docker ps': held }, { 'local.ports.http': taken })).toEqual([]);
  });

  test('a folder without charts', async () => {
    const run = async (command: string, args: readonly string[]) =>
      GOOD[`${command} ${args[0]}`] ?? ({ state: 'missing' } as const);
    const found = await machineProblems({ clusters: [], ports: {}, istioFolder: '/nowhere' }, run);
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'LOCAL_ISTIO_CHARTS /nowhere/base',
      'LOCAL_ISTIO_CHARTS /nowhere/istiod',
      'LOCAL_ISTIO_CHARTS /nowhere/gateway',
    ]);
  });
});
