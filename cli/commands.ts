import type { Command } from 'commander';

/** A sub-command of the program. */
export interface CommandEntry {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** Loads the command with its options. */
  readonly load: () => Promise<Command>;
}

/** Every sub-command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'analyze',
    summary: 'finds mistakes in the manifests of a mesh',
    load: async () => (await import('./analyze/command.js')).analyzeCommand(),
  },
  {
    name: 'request',
    summary: 'says where a request goes, who may send it, and whether it is encrypted',
    load: async () => (await import('./request/command.js')).requestCommand(),
  },
];
