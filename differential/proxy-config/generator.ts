import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EnvoyConfiguration } from './envoy-form.js';
import type { ProxyCase, ProxyQuestion } from './questions.js';

const run = promisify(execFile);

/**
 * Asks a program that runs the control plane's own generator on files. It is given two paths in the environment: `QUESTIONS`, a JSON list of
 * {@link ProxyQuestion}, and `ANSWERS`, where it writes a JSON list of {@link EnvoyConfiguration} in the same order.
 *
 * @returns for each case the configurations of its proxies, in their order
 */
export async function generate(
  command: readonly string[],
  cases: readonly ProxyCase[],
): Promise<readonly (readonly EnvoyConfiguration[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-config-'));
  try {
    const questions = cases.flatMap(({ yaml, mesh, proxies }, index): readonly ProxyQuestion[] => {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, yaml);
      return proxies.map(([, proxy]) => ({ ...proxy, file, mesh }));
    });
    const [asked, answered] = [join(folder, 'questions.json'), join(folder, 'answers.json')];
    writeFileSync(asked, JSON.stringify(questions));
    const [program = '', ...flags] = command;
    const env = { ...process.env, QUESTIONS: asked, ANSWERS: answered };
    await run(program, flags, { env, cwd: folder, maxBuffer: 1 << 28 });
    const answers = JSON.parse(readFileSync(answered, 'utf8')) as EnvoyConfiguration[];
    let next = 0;
    return cases.map(({ proxies }) => {
      next += proxies.length;
      return answers.slice(next - proxies.length, next);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
