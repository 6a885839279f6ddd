/** Something that could not be done with the cluster; its message is one line. */
export class ClusterError extends Error {}

/** The line of a tool's output that says why it ended. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
