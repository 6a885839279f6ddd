/**
 * `npm run fuzz -- --minutes 10 --seed 1`: runs the parts of the program that read what others wrote on broken inputs, which are the same
 * for the same seed. An input fails when the program throws, when a promise of it does not hold, or when it takes more than 5 s or
 * 500 MB. Every failure is written with the smallest input found that has it. The run ends with its minutes, or ten seconds later where
 * the last failing input is still made smaller.
 *
 * Exit codes: 0 nothing fails, 1 something fails or nothing could be tried, 2 the command line is wrong.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Result } from './child.js';
import { minimize } from './minimize.js';
import { Runner } from './runner.js';
import type { Json } from './target.js';
import { targets } from './targets/index.js';

interface Flags {
  readonly minutes: number;
  readonly seed: number;
  readonly target?: string;
  readonly only?: number;
  readonly out: string;
}

/** Failures after which a run ends: they are most often one failure in many clothes. */
const mostFailures = 20;

/** What making one failing input smaller may take: inputs, and milliseconds, of which so many may come after the minutes of the run. */
const shrinking = { most: 1500, milliseconds: 20_000, atTheEnd: 10_000 };

/** How much of a line of a failure is shown, and how many lines. */
const shown = { characters: 300, lines: 12 };

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('give a number above 0.');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('give a whole number.');
  return value;
}

/** What makes two failures one: how the first line begins, and the first place in the program's own files. */
function signature(failure: string): string {
  const [line = '', ...stack] = failure.split('\n');
  const first = line.split(':').slice(0, 2).join(':');
  const place = stack.find((line) => !line.includes('node_modules') && !line.includes('node:')) ?? '';
  return `${first.replaceAll(/\d+/g, '0').slice(0, 120)}${place.trim()}`;
}

function shortened(failure: string): string {
  return failure
    .split('\n', shown.lines)
    .map((line) => (line.length > shown.characters ? `${line.slice(0, shown.characters)} …` : line))
    .join('\n');
}

class Campaign {
  private readonly runner = new Runner();
  private readonly known = new Set<string>();
  private readonly end: number;
  private count = 0;

  constructor(private readonly flags: Flags) {
    this.end = performance.now() + flags.minutes * 60_000;
  }

  /** Runs until the time is over; returns the exit code. */
  async run(): Promise<number> {
    const { seed, target, only } = this.flags;
    const chosen = targets.filter(({ name }) => target === undefined || name === target);
    for (let index = only ?? 0; performance.now() < this.end && this.known.size < mostFailures; index += 1) {
      const { name = '' } = chosen[index % chosen.length] ?? {};
      const result = await this.runner.run({ seed, index, target: name }, this.end);
      if (result === undefined) {
        break;
      }
      this.count += 1;
      if (result.failure !== undefined) {
        await this.report(name, index, result);
      }
      if (only !== undefined) {
        break;
      }
    }
    this.runner.stop();
    process.stdout.write(`seed ${seed}: ${this.count} inputs, ${this.known.size} failures\n`);
    if (this.count === 0) {
      process.stdout.write('nothing was tried: the machine needs more minutes to begin\n');
    }
    return this.count === 0 || this.known.size > 0 ? 1 : 0;
  }

  /** Ends the process of the inputs, before this one ends. */
  stop(): void {
    this.runner.stop();
  }

  private async report(target: string, index: number, { input, failure = '' }: Result): Promise<void> {
    const { seed, out } = this.flags;
    const wanted = signature(failure);
    if (this.known.has(`${target} ${wanted}`)) {
      return;
    }
    this.known.add(`${target} ${wanted}`);
    process.stdout.write(
      `\n${target} fails: npm run fuzz -- --seed ${seed} --target ${target} --only ${index}\n${shortened(failure)}\n`,
    );
    if (input === undefined) {
      return;
    }
    const until = Math.min(performance.now() + shrinking.milliseconds, this.end + shrinking.atTheEnd);
    const fails = async (candidate: Json): Promise<boolean> => {
      const result = await this.runner.run({ seed, index, target, input: candidate }, until);
      return result?.failure !== undefined && signature(result.failure) === wanted;
    };
    const smallest = await minimize(input, fails, { most: shrinking.most, until });
    const path = join(out, `${target}-${seed}-${index}.json`);
    mkdirSync(out, { recursive: true });
    writeFileSync(path, `${JSON.stringify({ target, input: smallest }, null, 2)}\n`);
    process.stdout.write(`the smallest input found is ${path}; put it into fuzz/corpus/ with the fix\n`);
  }
}

const program = new Command('fuzz')
  .description('Runs the program on broken inputs and reports what it cannot take.')
  .option('--minutes <number>', 'how long', positive, 10)
  .option('--seed <number>', 'what the inputs are made from', whole, 1)
  .option('--target <name>', `one of ${targets.map(({ name }) => name).join(', ')} (default: all in turn)`)
  .option('--only <index>', 'the input of this number alone, of one target', whole)
  .option('--out <folder>', 'where failing inputs are written', '.fuzz')
  .action(async (flags: Flags) => {
    if (flags.target !== undefined && !targets.some(({ name }) => name === flags.target)) {
      program.error(`there is no target ${flags.target}`, { exitCode: 2 });
    }
    const campaign = new Campaign(flags);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        campaign.stop();
        process.exit(1);
      });
    }
    process.exitCode = await campaign.run();
  });
program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
await program.parseAsync();
