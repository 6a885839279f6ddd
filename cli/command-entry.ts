import type { Command } from 'commander';

/** A sub-command of the program. */
export interface CommandEntry {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** Loads the command with its options. */
  readonly load: () => Promise<Command>;
}
