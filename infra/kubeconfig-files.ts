import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemsError } from '../mesh/manifest/problem.js';

/** Folder of the kubeconfigs: git ignores it, also in a repository that has no rule for it. */
export const KUBECONFIG_FOLDER = '.kubeconfigs';

/** File of the kubeconfig of an API server of a stack, from the folder of the program. */
export function kubeconfigFile(stack: string, target: string): string {
  return `${KUBECONFIG_FOLDER}/${stack}/${target}.yaml`;
}

/** What may be part of a path: names of stacks and targets are. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * Writes the kubeconfigs of a stack, so that only the user can read them.
 *
 * @param output what `pulumi stack output kubeconfigs --show-secrets --json` prints: kubeconfigs by target
 * @returns the files, in the order of the output
 * @throws ProblemsError where the output is something else; messages show nothing of it
 */
export function writeKubeconfigs(folder: string, stack: string, output: string): string[] {
  const kubeconfigs = Object.entries(parse(output));
  const unusable = [stack, ...kubeconfigs.map(([target]) => target)].filter((name) => !NAME.test(name));
  if (unusable.length > 0) throw wrong(`${JSON.stringify(unusable[0])} cannot be the name of a file`);
  const root = join(folder, KUBECONFIG_FOLDER);
  mkdirSync(join(root, stack), { recursive: true, mode: 0o700 });
  for (const directory of [root, join(root, stack)]) chmodSync(directory, 0o700);
  writeFileSync(join(root, '.gitignore'), '*\n');
  return kubeconfigs.map(([target, kubeconfig]) => {
    const file = kubeconfigFile(stack, target);
    // A file that is there keeps its permissions, and may be a link to another one.
    rmSync(join(folder, file), { force: true });
    writeFileSync(join(folder, file), kubeconfig, { mode: 0o600, flag: 'wx' });
    return file;
  });
}

function parse(output: string): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    throw wrong('it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('it is not a map of kubeconfigs');
  if (Object.values(value).some((one) => typeof one !== 'string')) throw wrong('not every kubeconfig in it is a text');
  return value as Readonly<Record<string, string>>;
}

function wrong(message: string): ProblemsError {
  const fix = 'pipe in `pulumi stack output kubeconfigs --stack STACK --show-secrets --json`';
  const problem: Problem = { code: 'KUBECONFIGS', place: 'standard input', message, fix };
  return new ProblemsError('The kubeconfigs cannot be written:', [problem]);
}
