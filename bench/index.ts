/**
 * `npm run bench`: how long the main jobs take beside a peer in the same run.
 *
 * Exit codes: 0 measured, 1 a job failed, 2 wrong arguments.
 */
import { Command, Option } from 'commander';
import { analysisBenchmarks } from './analysis.js';
import { type InstallRow, installBenchmark, installLines } from './install.js';
import type { BenchmarkRow } from './measure.js';
import { reportBenchmarks } from './report.js';
import { requestBenchmarks } from './request.js';
import { synthBenchmarks } from './synth.js';
import { verifyBenchmarks } from './verify.js';

type Row = BenchmarkRow | InstallRow;

const suites: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  synth: () => synthBenchmarks([1000, 5000]),
  analysis: () => analysisBenchmarks([200, 1000, 5000, 10_000]),
  request: () => requestBenchmarks(1000),
  report: () => reportBenchmarks(1000),
  install: () => [installBenchmark()],
  verify: () => verifyBenchmarks(),
};

const program = new Command('bench')
  .description(
    'Times the main jobs beside a peer in the same run; medians of at least five runs. And what an install brings.',
  )
  .argument('[suite...]', `suites to run: ${Object.keys(suites).join(', ')}; all by default`)
  .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const chosen = program.args.length === 0 ? Object.keys(suites) : program.args;
const rows: Row[] = [];
for (const name of chosen) {
  const suite = suites[name];
  if (suite === undefined) {
    process.stderr.write(`There is no suite '${name}'; suites are ${Object.keys(suites).join(', ')}.\n`);
    process.exit(2);
  }
  if (process.stderr.isTTY) process.stderr.write(`${name} …\n`);
  rows.push(...(await suite()));
}
if (program.opts<{ format: string }>().format === 'json') {
  process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
} else {
  for (const row of rows) {
    if (row.name === 'install') {
      process.stdout.write(`${installLines(row as InstallRow).join('\n')}\n`);
      continue;
    }
    const { name, n, ms, peer, peerMs, ratio } = row as BenchmarkRow;
    process.stdout.write(`${name} (${n}): ${ms} ms; ${peer}: ${peerMs} ms; ratio ${ratio}\n`);
  }
}
