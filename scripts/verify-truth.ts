/**
 * `npm run verify:truth -- --seeds 1000`: makes small meshes at random, asks each a grid of requests, and compares every answer with that of the
 * class that exploration puts the request into. Prints what differs.
 *
 * Exit codes: 0 nothing differs, 1 something does.
 */
import { Command } from 'commander';
import { Random } from '../test/differential/findings/random.js';
import { truthOf } from '../test/mesh/exploration/truth.js';

const { seeds, from } = new Command('verify-truth')
  .option('--seeds <number>', 'meshes that are made', '1000')
  .option('--from <seed>', 'the first seed', '1')
  .parse()
  .opts<{ seeds: string; from: string }>();
let [compared, skipped, wrong] = [0, 0, 0];
for (let seed = Number(from); seed < Number(from) + Number(seeds); seed += 1) {
  const truth = truthOf(new Random(seed), 4);
  compared += truth.compared;
  skipped += truth.skipped;
  wrong += truth.wrong.length;
  for (const line of truth.wrong.slice(0, 3)) {
    process.stdout.write(`seed ${seed}: ${line}\n`);
  }
}
process.stdout.write(
  `${seeds} meshes: ${compared} requests compared, ${skipped} in spaces that are not decided, ${wrong} wrong\n`,
);
process.exitCode = wrong === 0 ? 0 : 1;
