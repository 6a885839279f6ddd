import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { analyzeCommand } from '../../../cli/analyze/command.js';
import { withFilesAt } from '../../../cli/manifests/earlier-files.js';
import { diffCommand } from '../../../cli/request/diff-command.js';
import { UsageError } from '../../../cli/usage-error.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../mesh/objects.js';

const folder = mkdtempSync(join(tmpdir(), 'earlier-'));
const shop = join(folder, 'shop');
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
  });
const before = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const old = istioObject('DestinationRule', 'old', '{host: carts}');

beforeAll(() => {
  mkdirSync(shop);
  writeFileSync(join(shop, 'app.yaml'), before);
  writeFileSync(join(shop, 'rule.yaml'), old);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  writeFileSync(join(shop, 'rule.yaml'), `# A line more.\n${old}`);
  writeFileSync(
    join(shop, 'route.yaml'),
    istioObject('VirtualService', 'cart', '{hosts: [cart], http: [{route: [{destination: {host: cartt}}]}]}'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command writes and its exit code. */
async function run(
  command: { parseAsync(args: string[], options: { from: 'user' }): Promise<unknown> },
  ...args: string[]
) {
  let stdout = '';
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      stdout += stream === 'stdout' ? String(text) : '';
      return true;
    }),
  );
  const exitCode = process.exitCode;
  try {
    await command.parseAsync(args, { from: 'user' });
    return { stdout, code: process.exitCode };
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

test('the files of a commit are there while they are used, and nothing of the repository changes', () => {
  const status = git('status', '--short');
  const seen = withFilesAt('HEAD', [shop, join(shop, 'route.yaml')], false, ({ at, missing }) => ({
    written: at(shop) ?? '',
    missing,
    rule: readFileSync(join(at(shop) ?? '', 'rule.yaml'), 'utf8'),
  }));
  expect(seen.rule).toBe(old);
  expect(seen.missing).toEqual([join(shop, 'route.yaml')]);
  expect(existsSync(seen.written)).toBe(false);
  expect(git('status', '--short')).toBe(status);
});

test.each([
  ['a commit that is not there', 'nothing', () => shop],
  ['what begins like an option', '--all', () => shop],
  ['standard input', 'HEAD', () => '-'],
  ['a folder outside', 'HEAD', () => tmpdir()],
])('%s is refused', (_, ref, path) => {
  expect(() => withFilesAt(ref, [path()], false, () => 0)).toThrow(UsageError);
});

test('analyze --changed-since shows what the changes introduce', async () => {
  const { stdout, code } = await run(analyzeCommand(), shop, '--changed-since', 'HEAD');
  expect(stdout).toMatch(/route\.yaml:\d+: error \[IST0101\] VirtualService shop\/cart: /);
  expect(stdout).not.toContain('DestinationRule shop/old');
  expect(stdout).toMatch(/^1 error introduced, 0 fixed, 1 unchanged/m);
  expect(code).toBe(1);
  await expect(run(analyzeCommand(), shop, '--changed-since', 'HEAD', '--compare-to', shop)).rejects.toThrow(
    'give one of them',
  );
});

test('diff --changed-since shows which requests change', async () => {
  const { stdout } = await run(diffCommand(), shop, '--changed-since', 'HEAD');
  expect(stdout).toContain('shop/cart in default 100 % → no route');
  await expect(run(diffCommand(), shop)).rejects.toThrow('--changed-since COMMIT');
});
