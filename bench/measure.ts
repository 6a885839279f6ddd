/** One row of the benchmark: a job of ours beside the same job of a peer in the same run. */
export interface BenchmarkRow {
  readonly name: string;
  /** Size of the input; what it counts is part of the name. */
  readonly n: number;
  /** Median of our times in milliseconds. */
  readonly ms: number;
  /** What we are compared with. */
  readonly peer: string;
  /** Median of the peer's times in milliseconds. */
  readonly peerMs: number;
  /** Ours divided by the peer's. */
  readonly ratio: number;
}

/** A job that can be timed; returns when it is done. */
export type Job = () => void;

/** Fewest runs that a median is taken of. */
const RUNS = 5;

/**
 * Times both jobs in turns, after one run of each that does not count.
 *
 * In turns, so that whatever else the machine does falls on both.
 */
export function compare(name: string, n: number, ours: Job, peer: string, theirs: Job, runs = RUNS): BenchmarkRow {
  const [row] = compareAll({ [name]: ours }, n, peer, theirs, runs);
  if (row === undefined) throw new Error('a comparison has a job');
  return row;
}

/** Times several jobs of ours, by name, in turns with one peer, as {@link compare} does with one. */
export function compareAll(
  ours: Readonly<Record<string, Job>>,
  n: number,
  peer: string,
  theirs: Job,
  runs = RUNS,
): readonly BenchmarkRow[] {
  const jobs = [...Object.values(ours), theirs];
  const times = jobs.map((): number[] => []);
  for (let run = -1; run < runs; run++) {
    for (const [index, job] of jobs.entries()) {
      const time = timeOf(job);
      if (run >= 0) times[index]?.push(time);
    }
  }
  const medians = times.map(median);
  const peerMs = medians.at(-1) ?? 0;
  return Object.keys(ours).map((name, index) => {
    const ms = medians[index] ?? 0;
    return { name, n, ms: round(ms), peer, peerMs: round(peerMs), ratio: round(ms / peerMs) };
  });
}

function timeOf(job: Job): number {
  // Collected beforehand, so that no job pays for the garbage of the one before it.
  globalThis.gc?.();
  const started = performance.now();
  job();
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
