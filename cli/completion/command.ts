import { Argument, Command } from 'commander';
import type { CommandEntry } from '../command-entry.js';
import { writeOutput } from '../output.js';
import { bashScript } from './bash.js';
import type { CompletedCommand } from './completed-command.js';
import { fishScript } from './fish.js';
import { zshScript } from './zsh.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `asm-blueprints completion bash`. @param commands every command of the program */
export function completionCommand(commands: readonly CommandEntry[]): Command {
  return new Command('completion')
    .description('Prints a script that makes a shell complete commands, options, their values, and files.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      `
Bash, in ~/.bashrc:                 eval "$(asm-blueprints completion bash)"
Zsh, in ~/.zshrc after compinit:    eval "$(asm-blueprints completion zsh)"
Fish, in ~/.config/fish/config.fish: asm-blueprints completion fish | source

Exit codes:
  0  printed
  2  the shell is unknown`,
    )
    .action(async (shell: keyof typeof scripts) => writeOutput(scripts[shell](await completedCommands(commands))));
}

/** Every command with what can follow it. */
async function completedCommands(commands: readonly CommandEntry[]): Promise<readonly CompletedCommand[]> {
  const all: CompletedCommand[] = [];
  for (const { name, summary, load } of commands) {
    const command = await load();
    const options = command.options.map(({ long, short, description, argChoices, required, optional }) => ({
      names: [short, long].filter((one) => one !== undefined),
      description,
      values: required || optional ? (argChoices ?? []) : undefined,
    }));
    const output = { names: ['-o', '--output'], description: 'write the answer to a file', values: [] };
    const help = { names: ['-h', '--help'], description: 'display help', values: undefined };
    const words = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
    all.push({ name, summary, words, options: [...options, output, help] });
  }
  return all;
}
