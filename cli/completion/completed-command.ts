/** An option as a shell completes it. */
export interface CompletedOption {
  /** `-n` and `--namespace`. */
  readonly names: readonly string[];
  readonly description: string;
  /** What its value can be; none where it is free, `undefined` where it takes none. */
  readonly values: readonly string[] | undefined;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** What an argument can be, besides a file. */
  readonly words: readonly string[];
  readonly options: readonly CompletedOption[];
}
