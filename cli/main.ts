import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { commands } from './commands.js';
import { exitCodes } from './exit-code.js';
import { survivesLostOutput, writeErrors } from './output.js';
import { UsageError } from './usage-error.js';

/** Finds package.json above this file, in the sources and when built. */
function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version?: string };
      // The folder of the built package has one of its own, which says only how its modules are loaded.
      if (version !== undefined) return version;
    } catch {
      // Not at this depth.
    }
  }
  return 'unknown';
}

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('asm-blueprints')
    .description('Says what a service mesh will do, from its manifests, before they touch a cluster.')
    .version(version())
    .helpCommand(false)
    .showHelpAfterError('(--help lists the options)')
    .configureOutput({ writeErr: (text) => writeErrors(text.replace(/\n$/, '').split('\n')) })
    .exitOverride();
  for (const { name, summary, load } of commands) {
    // Only the module of the command that runs is loaded: it decides how fast the program starts.
    if (args[0] === name) {
      const command = await load();
      program.addCommand(command.name(name).summary(summary).copyInheritedSettings(program));
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
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.unreadable;
  } else if (error instanceof UsageError) {
    writeErrors(error.lines.map((line) => `asm-blueprints: ${line}`));
    process.exitCode = exitCodes.unreadable;
  } else {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    writeErrors([`asm-blueprints: this is a mistake of the program: ${message}`]);
    process.exitCode = exitCodes.unreadable;
  }
}
