import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { builtCommand } from './built-command.js';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
const command = builtCommand();
afterAll(() => {
  command.remove();
  rmSync(folder, { recursive: true });
});

const mesh = join(folder, 'mesh.yaml');
const namespace = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: ${labels} }\n`;
const injected = namespace('{ istio-injection: enabled }');

let child: ChildProcessWithoutNullStreams | undefined;
afterEach(() => {
  child?.kill();
});

/**
 * Starts the program. @returns what waits until one of its streams has a text. The next wait goes on behind that text, also where both
 * arrived at once.
 */
function start(...args: readonly string[]): (text: string) => Promise<void> {
  const running = spawn(process.execPath, [command.main, ...args], { cwd: folder });
  child = running;
  const unread = new Map<Readable, string>();
  let look = (): void => {};
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (part) => {
      unread.set(stream, (unread.get(stream) ?? '') + String(part));
      look();
    });
  }
  return (text) =>
    new Promise((resolve) => {
      look = () => {
        for (const [stream, said] of unread) {
          const at = said.indexOf(text);
          if (at === -1) continue;
          unread.set(stream, said.slice(at + text.length));
          look = () => {};
          resolve();
          return;
        }
      };
      look();
    });
}

describe('--watch', () => {
  test('analyzes again when a file changes, also after one that cannot be read', async () => {
    writeFileSync(mesh, namespace('{}'));
    const until = start('analyze', 'mesh.yaml', '--watch');
    await until('[IST0102]');
    writeFileSync(mesh, injected);
    await until('mesh.yaml changed');
    await until('no findings in 1 object');
    writeFileSync(mesh, 'kind: [');
    await until('mesh.yaml:1');
    writeFileSync(mesh, namespace('{}'));
    await until('[IST0102]');
  });

  test('asks again, also when there was no answer', async () => {
    writeFileSync(mesh, '');
    const until = start('request', mesh, '--from', 'shop/a', '--to', 'http://example.org/', '--watch');
    await until('there is no object in these files');
    writeFileSync(mesh, injected);
    await until('allowed');
  });

  test('writes the file of --output anew, which is no change', async () => {
    writeFileSync(mesh, namespace('{}'));
    const output = join(folder, 'findings.json');
    const until = start('analyze', '.', '--watch', '--format', 'json', '--output', 'findings.json');
    const codes = async (): Promise<string[]> => {
      for (;;) {
        try {
          const findings = JSON.parse(readFileSync(output, 'utf8')) as { code: string }[];
          return findings.map(({ code }) => code);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    expect(await codes()).toEqual(['IST0102']);
    writeFileSync(mesh, injected);
    await until('changed');
    while ((await codes()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    rmSync(output);
  });

  test('refuses standard input', async () => {
    await start('analyze', '-', '--watch')('standard input can be read once; name files');
  });
});

describe('--output', () => {
  const run = (...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const running = spawn(process.execPath, [command.main, ...args], { cwd: folder });
      let [stdout, stderr] = ['', ''];
      running.stdout.on('data', (part) => {
        stdout += String(part);
      });
      running.stderr.on('data', (part) => {
        stderr += String(part);
      });
      running.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  const out = join(folder, 'out.txt');

  test('has the answer, and standard output has none', async () => {
    writeFileSync(mesh, namespace('{}'));
    const plain = await run('analyze', 'mesh.yaml', '--fail-on', 'info');
    expect(await run('analyze', 'mesh.yaml', '--fail-on', 'info', '--output', 'out.txt')).toEqual({
      ...plain,
      stdout: '',
    });
    expect(readFileSync(out, 'utf8')).toBe(plain.stdout);
    expect(await run('explain', 'IST0101', '-o', 'out.txt')).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toMatch(/^# IST0101/);
  });

  test('stays as it was where there is no answer', async () => {
    writeFileSync(out, 'before');
    const { code, stderr } = await run('explain', 'NONSENSE', '-o', 'out.txt');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/out\.txt is not written/)]);
    expect(readFileSync(out, 'utf8')).toBe('before');
  });

  test('must be a file in a folder that is there', async () => {
    for (const [path, message] of [
      ['none/out.txt', 'there is no folder none; make it first'],
      ['.', 'is a folder; name a file in it'],
    ] as const) {
      const { code, stderr } = await run('analyze', 'mesh.yaml', '--output', path);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });

  test('is not read, where it is in a folder that is', async () => {
    writeFileSync(join(folder, 'out.json'), '[]');
    expect((await run('analyze', '.', '--format', 'json', '--output', 'out.json')).stderr).not.toContain('out.json');
  });
});
