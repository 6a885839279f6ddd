import { Command, CommanderError } from 'commander';
import { commands } from '../cli/commands.js';
import { UsageError } from '../cli/usage-error.js';

/** What a command of the program left behind. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command of the program in this process, as its main module does.
 *
 * @throws what the main module would call a mistake of the program
 */
export async function runCommand(args: readonly string[]): Promise<CommandOutcome> {
  const written = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const originals = streams.map((stream) => process[stream].write);
  for (const stream of streams) {
    process[stream].write = (text: unknown): boolean => {
      written[stream] += String(text);
      return true;
    };
  }
  process.exitCode = 0;
  try {
    const entry = commands.find(({ name }) => name === args[0]);
    const program = new Command('asm-blueprints').exitOverride();
    const command = (await entry?.load())?.name(args[0] ?? '').copyInheritedSettings(program);
    await command?.parseAsync(args.slice(1), { from: 'user' });
    return { code: Number(process.exitCode), ...written };
  } catch (error) {
    if (error instanceof CommanderError || error instanceof UsageError) {
      return {
        code: error instanceof CommanderError && error.exitCode === 0 ? 0 : 2,
        ...written,
        stderr: error.message,
      };
    }
    throw error;
  } finally {
    process.exitCode = 0;
    for (const [index, stream] of streams.entries()) {
      process[stream].write = originals[index] as typeof process.stdout.write;
    }
  }
}
