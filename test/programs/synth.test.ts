import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const LOADER = resolve('node_modules/tsx/dist/loader.mjs');
const SYNTH = resolve('stacks/synth.ts');
const CDK8S = resolve('node_modules/cdk8s-cli/bin/cdk8s');

const LOCAL = `config:
  asm-blueprints:kind: local
  asm-blueprints:ownership: { owner: a, costCenter: b, dataClassification: public }
  asm-blueprints:scenarios: { hello: { stage: STAGE } }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
  environment('dev', '90-10');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function environment(name: string, stage: string): void {
  writeFileSync(join(folder, `Pulumi.${name}.yaml`), LOCAL.replace('STAGE', stage));
}

function synth(environmentVariables: Record<string, string> = {}) {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environmentVariables } } as const;
  return spawnSync(process.execPath, ['--import', LOADER, SYNTH], options);
}

function cdk8s(...args: string[]) {
  const yaml = readFileSync('cdk8s.yaml', 'utf8').replace(/^app:.*$/m, `app: node --import ${LOADER} ${SYNTH}`);
  writeFileSync(join(folder, 'cdk8s.yaml'), yaml);
  const command = [CDK8S, 'synth', '--no-check-upgrade', ...args];
  return spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', env: process.env });
}

/** One text for all files of a folder, with their paths. */
function fingerprint(name = 'dist'): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.yaml')) hash.update(path).update(readFileSync(join(folder, name, path)));
  }
  return hash.digest('hex');
}

/** The bytes that the environment of the tests comes to; set by the first one. */
let expected: string;

// Each run starts Node and loads everything, so the tests share a folder and go on from each other.
describe('synth', () => {
  test('writes every environment and every stage', () => {
    const { status, stderr } = synth();
    expect(`${status} ${stderr}`).toMatch(/^0 dist\/: \d+ files, 1 environment\n$/);
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['dev', 'stages']);
    expect(readFileSync(join(folder, 'dist/dev/local/hello.yaml'), 'utf8')).toContain('weight: 90');
    expect(readdirSync(join(folder, 'dist/stages/hello'))).toHaveLength(6);
    expected = fingerprint();
  }, 60_000);

  test('that fails leaves the last output as it was, and says every problem in a line', () => {
    environment('dev', '60-40');
    environment('other', 'none');
    const { status, stderr } = synth();
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'The environments cannot be read:',
      expect.stringMatching(
        /^ {2}Pulumi\.dev\.yaml:4: asm-blueprints:scenarios\.hello\.stage: .*90-10.*\[ENV_INVALID\]$/,
      ),
      expect.stringMatching(/^ {2}Pulumi\.other\.yaml:4: asm-blueprints:scenarios\.hello\.stage: .*\[ENV_INVALID\]$/),
    ]);
    expect(fingerprint()).toBe(expected);
    rmSync(join(folder, 'Pulumi.other.yaml'));
    environment('dev', '90-10');
  }, 60_000);

  test('that is killed leaves a whole output; the next one clears up and writes the same bytes', async () => {
    const running = spawn(process.execPath, ['--import', LOADER, SYNTH], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((done) => running.once('exit', done));
    await setTimeout(1200);
    running.kill('SIGKILL');
    await ended;
    if (existsSync(join(folder, 'dist'))) expect(fingerprint()).toBe(expected);
    expect(synth().status).toBe(0);
    expect(fingerprint()).toBe(expected);
    expect(readdirSync(folder).sort()).toEqual(['Pulumi.dev.yaml', 'dist']);
  }, 60_000);

  test('says in a line that it cannot write', () => {
    writeFileSync(join(folder, 'taken'), 'a file');
    const { status, stderr } = synth({ CDK8S_OUTDIR: 'taken' });
    expect(status).toBe(1);
    expect(stderr).toBe(
      'The output cannot be written: taken is a file, not a folder; move it away, or name another folder\n',
    );
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('a file');
  }, 60_000);
});

describe('cdk8s synth', () => {
  test('writes dist/, another folder, or standard output', () => {
    rmSync(join(folder, 'dist'), { recursive: true });
    const plain = cdk8s();
    expect(`${plain.status} ${plain.stderr}`).toMatch(/^0 /);
    expect(fingerprint()).toBe(expected);
    expect(cdk8s('-o', 'other').status).toBe(0);
    expect(fingerprint('other')).toBe(expected);
    const { status, stdout } = cdk8s('--stdout');
    expect(status).toBe(0);
    expect(stdout).toContain('kind: VirtualService');
  }, 90_000);

  test('that fails exits with 1, without a stack trace, and leaves dist/ as it was', () => {
    environment('dev', '60-40');
    const { status, stdout, stderr } = cdk8s();
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toContain('[ENV_INVALID]');
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
    expect(fingerprint()).toBe(expected);
  }, 60_000);
});
