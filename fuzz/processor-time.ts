import { readFileSync } from 'node:fs';

/** Milliseconds of a tick, in which Linux counts the time of a process. */
const tick = 10;

/** Milliseconds of processor time that a process has used; undefined where the system has no `/proc`. */
export function processorTime(pid: number | undefined): number | undefined {
  try {
    // The name in parentheses may hold blanks.
    const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
    const fields = after.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tick;
  } catch {
    return undefined;
  }
}
