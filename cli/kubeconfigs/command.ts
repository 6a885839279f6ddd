import { Command } from 'commander';
import { KUBECONFIG_FOLDER, writeKubeconfigs } from '../../infra/kubeconfig-files.js';
import { formatProblem, type Problem, ProblemsError } from '../../mesh/manifest/problem.js';
import { withFilesOf } from '../files-refused.js';
import { readText } from '../manifests/read-text.js';
import { writeLines } from '../output.js';
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
        const { text, problem } = readText('-', 'standard input');
        if (text === undefined) throw new UsageError(formatProblem(problem as Problem));
        const files = withFilesOf(KUBECONFIG_FOLDER, () => writeKubeconfigs('.', stack, text));
        writeLines(files);
      } catch (error) {
        if (error instanceof ProblemsError) throw new UsageError(...error.message.split('\n'));
        throw error;
      }
    });
}
