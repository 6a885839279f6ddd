/**
 * `pulumi stack output kubeconfigs --stack dev --show-secrets --json | npm run --silent kubeconfigs -- dev`: writes the kubeconfig of each
 * API server of a stack to `.kubeconfigs/dev/`, readable by the user alone.
 *
 * Exit codes: 0 written, 2 the command line or standard input is wrong.
 */
import { readFileSync } from 'node:fs';
import { ProblemsError } from '../mesh/index.js';
import { writeKubeconfigs } from './kubeconfig-files.js';

const [stack, ...rest] = process.argv.slice(2);
if (stack === undefined || rest.length > 0) {
  process.stderr.write(
    'write: npm run --silent kubeconfigs -- STACK, with the output of the stack on standard input\n',
  );
  process.exitCode = 2;
} else {
  try {
    for (const file of writeKubeconfigs('.', stack, readFileSync(0, 'utf8'))) process.stdout.write(`${file}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof ProblemsError ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
