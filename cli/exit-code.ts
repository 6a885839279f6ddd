/** Exit codes of the command-line program. */
export const exitCodes = {
  /** Nothing to complain about. */
  clean: 0,
  /** Findings, or another answer that the caller asked to fail on. */
  findings: 1,
  /** Something could not be read, or the command line is wrong. */
  unreadable: 2,
  /** With `--strict`: something in the manifests that is not modelled could change the answer. */
  notModelled: 3,
} as const;
