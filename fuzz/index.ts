/**
 * `npm run fuzz -- --minutes 10 --seed 1`: runs the parts of the program that read what others wrote on broken inputs, which are the same
 * for the same seed. An input fails when the program throws, when a promise of it does not hold, or when it takes more than 5 s or
 * 500 MB. Every failure is written with the smallest input found that has it.
 *
 * Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong.
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

class Campaign {
  private readonly runner = new Runner();
  private readonly known = new Set<string>();
  private count = 0;

  constructor(private readonly flags: Flags) {}

  /** Runs until the time is over; returns how many different failures there are. */
  async run(): Promise<number> {
    const { minutes, seed, target, only } = this.flags;
    const chosen = targets.filter(({ name }) => target === undefined || name === target);
    const end = performance.now() + minutes * 60_000;
    for (let index = only ?? 0; performance.now() < end && this.known.size < mostFailures; index += 1) {
      const { name = '' } = chosen[index % chosen.length] ?? {};
      const result = await this.runner.run({ seed, index, target: name });
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
    return this.known.size;
  }

  private async report(target: string, index: number, { input, failure = '' }: Result): Promise<void> {
    const { seed, out } = this.flags;
    const wanted = signature(failure);
    if (this.known.has(`${target} ${wanted}`)) {
      return;
    }
    this.known.add(`${target} ${wanted}`);
    process.stdout.write(
      `\n${target} fails: npm run fuzz -- --seed ${seed} --target ${target} --only ${index}\n${failure.replaceAll(/^.{300}.*$/gm, (line) => `${line.slice(0, 300)} …`)}\n`,
    );
    if (input !== undefined) {
      const fails = async (candidate: Json): Promise<boolean> => {
        const result = await this.runner.run({ seed, index, target, input: candidate });
        return result.failure !== undefined && signature(result.failure) === wanted;
      };
      const smallest = await minimize(input, fails, failure.startsWith('no answer') ? 20 : 1500);
      const path = join(out, `${target}-${seed}-${index}.json`);
      mkdirSync(out, { recursive: true });
      writeFileSync(path, `${JSON.stringify({ target, input: smallest }, null, 2)}\n`);
      process.stdout.write(`the smallest input found is ${path}; put it into fuzz/corpus/ with the fix\n`);
    }
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
    process.exitCode = (await new Campaign(flags).run()) > 0 ? 1 : 0;
  });
program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
await program.parseAsync();
