import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readText } from '../../../cli/manifests/read-text.js';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test('texts in UTF-8 and UTF-16', () => {
  expect(readText(file('a', 'é'), 'a')).toEqual({ text: 'é' });
  expect(readText(file('b', Buffer.from('\ufeffé', 'utf16le')), 'b')).toEqual({ text: 'é' });
  expect(readText(file('c', Buffer.from('\ufeffé', 'utf16le').swap16()), 'c')).toEqual({ text: 'é' });
  expect(readText(file('d', Buffer.from([0xff])), 'd').problem?.code).toBe('INPUT_ENCODING');
  expect(readText(join(folder, 'nope'), 'nope').problem).toMatchObject({ code: 'INPUT_UNREADABLE', place: 'nope' });
});

test('a large file is refused by its size, a device that never ends by the limit', () => {
  truncateSync(file('large', ''), 100 * 1024 * 1024);
  expect(readText(join(folder, 'large'), 'large').problem).toMatchObject({
    code: 'INPUT_TOO_LARGE',
    message: 'this has 100 MB; at most 64 MB are read',
  });
  expect(readText('/dev/zero', 'zero').problem).toMatchObject({
    code: 'INPUT_TOO_LARGE',
    message: 'this does not end; at most 64 MB are read',
  });
});

test('pipes are read to their end', () => {
  const script = `import { readText } from './cli/manifests/read-text.ts'; process.stdout.write(JSON.stringify([readText('/dev/stdin', 'in').text?.length, readText('-', 'in').problem?.code]))`;
  const command = `head -c 3000000 /dev/zero | tr '\\0' 'a' | "$0" --import tsx --input-type=module -e "$1"`;
  const output = execFileSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([3_000_000, 'INPUT_EMPTY']);
});
