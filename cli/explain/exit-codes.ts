/** What each exit code says, for every command; `--help` of a command says it for that one. */
export const exitCodeWords: Readonly<Record<string, string>> = {
  0: 'answered, and nothing to complain about: no finding of the level of --fail-on, the request is allowed, files are written',
  1: 'an answer to act on: findings of the level of --fail-on, a request that is refused or has no route, with --exit-code a change',
  2: 'no answer, or an answer from a part of the files: something could not be read, or the command line is wrong',
  3: 'with --strict: something in the manifests that is not modelled could change the answer',
};

/** The exit codes as a page. */
export function exitCodePage(): string {
  const lines = Object.entries(exitCodeWords).map(([code, words]) => `- ${code}: ${words}.`);
  return `# Exit codes\n\n${lines.join('\n')}\n`;
}
