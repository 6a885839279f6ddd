import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BuiltCommand, builtCommand } from '../built-command.js';

const folder = mkdtempSync(join(tmpdir(), 'work-limit-'));
let command: BuiltCommand;

beforeAll(() => {
  command = builtCommand();
}, 60_000);

afterAll(() => {
  command.remove();
  rmSync(folder, { recursive: true });
});

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A ServiceEntry whose hosts and ports multiply. */
function serviceEntry(name: string, hosts: number, ports: number): string {
  const path = join(folder, name);
  const spec = {
    hosts: range(hosts).map((index) => `h${index}.example.com`),
    ports: range(ports).map((index) => ({ number: index + 1, name: `p${index}`, protocol: 'HTTP' })),
    resolution: 'DNS',
  };
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'many' }, spec };
  writeFileSync(path, `# the first line\n${JSON.stringify(object)}\n`);
  return path;
}

function run(args: readonly string[], limit?: string) {
  const env = { ...process.env, ...(limit === undefined ? {} : { ASM_BLUEPRINTS_LIMIT: limit }) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command.main, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('the limit of work', () => {
  test('parts that multiply are refused: one message with place, limit and the way out, and no answer', () => {
    const file = serviceEntry('many.yaml', 8000, 8000);
    const output = join(folder, 'answer.json');
    const { status, stdout, stderr } = run(['analyze', file, '--format', 'json', '--output', output], '0.5');
    const [first = '', ...others] = stderr.trimEnd().split('\n');
    expect({ status, stdout, isWritten: existsSync(output) }).toEqual({ status: 2, stdout: '', isWritten: false });
    expect(first).toMatch(/many\.yaml:2: ServiceEntry many: the answer takes more than (2 s|215 MB of memory)/);
    expect(first).toMatch(/ASM_BLUEPRINTS_LIMIT=4 .*\[INPUT_TOO_MUCH_WORK\]$/);
    expect(others).toEqual([`asm-blueprints: ${output} is not written`]);
  });

  test('the time is limited as the memory is', () => {
    const path = join(folder, 'templates.yaml');
    const paths = range(20_000).map((index) => `/{*}/${index}`);
    const template = { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': 'true' } }, spec: {} };
    const objects = [
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
        spec: { selector: { matchLabels: { app: 'web' } }, template },
      },
      {
        ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
        spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
      },
      {
        ...{ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'many' } },
        spec: { rules: [{ to: [{ operation: { paths } }] }] },
      },
    ];
    writeFileSync(path, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    const { status, stderr } = run(['analyze', path], '0.35');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /AuthorizationPolicy many: the answer takes more than (1\.4 s|15\d MB of memory), the limit/,
    );
  });

  test('without a limit there is an answer, and small files have one anyway', () => {
    const file = serviceEntry('few.yaml', 30, 30);
    const { status, stdout, stderr } = run(['analyze', file]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(run(['analyze', file], 'off')).toEqual({ status, stdout, stderr });
    expect(run(['analyze', file], '4')).toEqual({ status, stdout, stderr });
  });

  test('a value that is neither a number nor off is refused', () => {
    for (const limit of ['none', '', '0', '-1', 'Infinity']) {
      const { status, stderr } = run(['analyze', folder], limit);
      expect({ limit, status }).toEqual({ limit, status: 2 });
      expect(stderr).toContain('ASM_BLUEPRINTS_LIMIT is');
    }
  });
});
