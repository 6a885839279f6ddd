import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { writeKubeconfigs } from '../../infra/kubeconfig-files.js';
import { ProblemsError } from '../../mesh/manifest/problem.js';
import { UsageError } from '../usage-error.js';

/** The command `kubeconfigs`. */
export function kubeconfigsCommand(): Command {
  return new Command('kubeconfigs')
    .description('Writes the kubeconfig of each API server of a stack to a file that the user alone can read.')
    .argument('<stack>', 'name of the stack; its outputs come on standard input')
    .addHelpText(
      'after',
      '\nExample:\n  pulumi stack output kubeconfigs --stack dev --show-secrets --json | asm-blueprints kubeconfigs dev\n' +
        '\nExit codes:\n  0  written; standard output lists the files\n  2  the command line or standard input is wrong',
    )
    .action((stack: string) => {
      try {
        for (const file of writeKubeconfigs('.', stack, readFileSync(0, 'utf8'))) process.stdout.write(`${file}\n`);
      } catch (error) {
        if (error instanceof ProblemsError) throw new UsageError(error.message);
        throw error;
      }
    });
}
