import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { commands } from '../../cli/commands.js';
import { printTable } from '../../cli/table.js';
import { UsageError } from '../../cli/usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is written while something runs. */
async function written(run: () => unknown): Promise<string> {
  let text = '';
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    }),
  );
  const before = process.exitCode;
  try {
    await run();
  } catch (error) {
    text += error instanceof UsageError ? error.lines.join('\n') : String(error);
  } finally {
    process.exitCode = before;
    for (const spy of spies) {
      spy.mockRestore();
    }
  }
  return text;
}

async function runCommand(name: string, args: readonly string[]): Promise<string> {
  return written(async () => {
    const command = await commands.find((one) => one.name === name)?.load();
    await command?.name(name).copyInheritedSettings(new Command().exitOverride()).parseAsync(args, { from: 'user' });
  });
}

/** Escapes, a line break, a mark of the writing direction and a line separator, as YAML writes them in double quotes. */
const odd = '\\e[31m\\nFORGED\\u202e\\L';
const manifests = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: "web${odd}", namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {a: "${odd}"}}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: "web${odd}", namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web, version: "v${odd}"}}, spec: {containers: [{name: a, image: a}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: "p${odd}", namespace: shop}
spec: {rules: [{to: [{operation: {paths: ["/${odd}"]}}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: "v${odd}", namespace: shop}
spec: {hosts: [web], http: [{name: "r${odd}", fault: {abort: {httpStatus: 500, percentage: {value: 50}}}, route: [{destination: {host: web}}]}]}
---
apiVersion: example.com/v1
kind: "K${odd}"
metadata: {name: x}
---
"key${odd}": 1
"key${odd}": 2
`;

describe('nothing of a file reaches the output as it is', () => {
  const file = join(folder, 'mesh.yaml');
  const other = join(folder, 'other.yaml');
  writeFileSync(file, manifests);
  writeFileSync(other, manifests.replace('value: 50', 'value: 20').replace('http: [{name: "r', 'http: [{name: "s'));
  const settings = join(folder, 'settings.yaml');
  writeFileSync(settings, `levels: {"${odd}": off}\n`);

  test.each([
    ...['text', 'json', 'sarif', 'github'].map((format) => ['analyze', [file, '--format', format]] as const),
    ['analyze', [file, '--settings', settings]] as const,
    ...['text', 'json'].flatMap((format) => [
      ['request', [file, '--from', 'shop/client', '--to', 'http://web/', '--format', format]] as const,
      ['callers', ['shop/web', file, '--format', format]] as const,
      ['mtls', [file, '--format', format]] as const,
      ['impact', ['shop/web', file, '--format', format]] as const,
      ['diff', [file, other, '--format', format]] as const,
      ['access', [file, '--format', format]] as const,
    ]),
  ])('%s %j', async (name, args) => {
    const output = await runCommand(name, args);
    expect(output).not.toBe('');
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    expect(output).not.toMatch(/^\s*FORGED/m);
  });
});

test('columns of a table are as wide as what is shown', async () => {
  const rows = [
    ['A', 'B'],
    ['x\n', 'y'],
    ['longer', 'z'],
  ];
  expect(await written(() => printTable('text', [], rows, ''))).toBe('A       B\nx\\n     y\nlonger  z\n');
  expect(await written(() => printTable('text', [], [['A']], 'none\u001b'))).toBe('none\\u001b\n');
  expect(await written(() => printTable('json', ['\u009b'], [['A']], ''))).toBe('[\n  "\\u009b"\n]\n');
});

// Otherwise the answer goes past the file of --output.
test('commands write their answers through output.ts', () => {
  const files = readdirSync('cli', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const writers = files.filter(
    (file) => !file.startsWith('smoke/') && readFileSync(join('cli', file), 'utf8').includes('process.stdout.write('),
  );
  expect(writers).toEqual(['output.ts']);
});
