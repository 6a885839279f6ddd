import { Command } from 'commander';
import { commands } from './commands.js';
import { limitWork } from './limits/work-limit.js';
import { saveOutput, sendOutputTo, survivesLostOutput, writeErrors } from './output.js';
import { manifestOf, packageFolder } from './package-folder.js';
import { reportError } from './report-error.js';

/** A command whose answer can go to a file. */
function withOutput(command: Command): Command {
  return command
    .option('-o, --output <file>', 'write the answer to a file, as a whole, in place of standard output')
    .hook('preAction', () => {
      const { output } = command.opts<{ readonly output?: string }>();
      if (output !== undefined) sendOutputTo(output);
      limitWork();
    })
    .hook('postAction', saveOutput);
}

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('asm-blueprints')
    .description('Says what a service mesh will do, from its manifests, before they touch a cluster.')
    .version(manifestOf(packageFolder()).version ?? 'unknown')
    .helpCommand(false)
    .showHelpAfterError('(--help lists the options)')
    .configureOutput({ writeErr: (text) => writeErrors(text.replace(/\n$/, '').split('\n')) })
    .exitOverride();
  for (const { name, summary, load } of commands) {
    // Only the module of the command that runs is loaded: it decides how fast the program starts.
    if (args[0] === name) {
      const command = await load();
      program.addCommand(withOutput(command.name(name).summary(summary).copyInheritedSettings(program)));
    } else {
      program.command(name).summary(summary).description(summary);
    }
  }
  await program.parseAsync(args, { from: 'user' });
}

survivesLostOutput();
try {
  await main(process.argv.slice(2));
} catch (error) {
  reportError(error);
}
