import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Inspection, inspect } from '../../../cli/doctor/inspect.js';
import { jobs, programs } from '../../../cli/doctor/jobs.js';
import type { CommandResult } from '../../../infra/local/machine-check.js';

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

function install(name: string, version: string): void {
  mkdirSync(join(folder, 'node_modules', name), { recursive: true });
  writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, version }));
}
install('cdk8s', '2.70.1');
install('constructs', '9.0.0');
install('@pulumi/pulumi', 'v3.300.0');

const ranges = { cdk8s: '^2.68.0', constructs: '^10.3.0', '@pulumi/pulumi': '^3.214.0', '@jest/globals': '>=29' };

/** What is found on a machine where programs answer like this; the others are missing. */
function inspected(
  answers: Readonly<Record<string, CommandResult | string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Inspection> {
  const run = async (name: string): Promise<CommandResult> => {
    const answer = answers[name] ?? { state: 'missing' };
    return typeof answer === 'string' ? { state: 'done', output: answer } : answer;
  };
  return inspect({ run, folder: join(folder, 'below'), environment, ranges });
}

const lacksOf = ({ jobs: all }: Inspection, job: string) => all.find((one) => one.job === job)?.lacks;

describe('doctor', () => {
  test('finds programs with their versions, and packages in the folder and above', async () => {
    const found = await inspected({ kind: 'kind v0.27.0 go1.23 linux/amd64', pulumi: 'v3.250.1' });
    expect(found.programs).toContainEqual({ name: 'kind', version: '0.27.0' });
    expect(found.programs).toContainEqual({ name: 'pulumi', version: '3.250.1' });
    expect(found.packages).toContainEqual({ name: 'cdk8s', version: '2.70.1' });
    expect(found.packages).toContainEqual({ name: '@pulumi/pulumi', version: '3.300.0' });
  });

  test('says what a job lacks, and what to do about it', async () => {
    const found = await inspected({
      kind: 'kind v0.20.0',
      docker: { state: 'failed', message: 'no daemon' },
      pulumi: 'v3.250.1',
    });
    expect(lacksOf(found, 'analyze')).toEqual([]);
    expect(lacksOf(found, 'synth')).toEqual(['constructs is 9.0.0; run npm install "constructs@^10.3.0"']);
    expect(lacksOf(found, 'test')).toEqual(['run npm install "@jest/globals@>=29"']);
    expect(lacksOf(found, 'local')).toEqual([
      'docker does not answer (no daemon): start it, or see https://docs.docker.com/get-docker/',
      'kind is 0.20.0; install 0.24.0 or later: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
      'install kubectl: https://kubernetes.io/docs/tasks/tools/',
      'constructs is 9.0.0; run npm install "constructs@^10.3.0"',
      'run npm install "@pulumi/kubernetes@*"',
    ]);
  });

  test('needs one of programs that do the same', async () => {
    expect(lacksOf(await inspected({ kubectl: 'Client Version: v1.32.4' }), 'kustomize')).toEqual([]);
    expect(lacksOf(await inspected({}), 'kustomize')?.[0]).toMatch(/^install kustomize: .*, or install kubectl: /);
  });

  test('needs credentials for the cloud, under any of their names', async () => {
    const lack = /^set ALIBABA_CLOUD_ACCESS_KEY_ID/;
    expect(lacksOf(await inspected({}), 'cloud')?.at(-1)).toMatch(lack);
    const set = { ALICLOUD_ACCESS_KEY: 'a', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'b' };
    expect(lacksOf(await inspected({}, set), 'cloud')?.at(-1)).not.toMatch(lack);
  });

  test('knows every program that a job names', () => {
    const known = programs.map(({ name }) => name);
    for (const name of jobs.flatMap((job) => job.programs.flat())) expect(known).toContain(name);
  });
});
