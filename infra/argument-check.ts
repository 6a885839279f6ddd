import type { Input } from '@pulumi/pulumi';
import { Output } from '@pulumi/pulumi';
import { type Problem, ProblemsError } from '../mesh/manifest/problem.js';

/** The value behind an input where it is known now; `undefined` for an Output, a Promise, or nothing. */
export function plainValue<T>(input: Input<T> | undefined): T | undefined {
  if (input === undefined || input === null || Output.isInstance(input) || input instanceof Promise) return undefined;
  return input as T;
}

/**
 * Collects everything wrong with the arguments of one component, so that a user fixes them all at once.
 * Outputs cannot be looked into: they pass here, and the provider's own check sees them later.
 */
export class ArgumentCheck {
  private readonly problems: Problem[] = [];

  /** @param component Kind and name for messages, for example `Network prod`. */
  constructor(private readonly component: string) {}

  /** Notes one problem at a property path such as `zones[1].nodeCidr`. */
  refuse(code: string, path: string, message: string, fix: string): void {
    this.problems.push({ code, place: `${this.component}: ${path}`, message, fix });
  }

  /** Takes over problems whose `place` is a property path. */
  add(problems: readonly Problem[]): void {
    for (const problem of problems) this.refuse(problem.code, problem.place, problem.message, problem.fix);
  }

  /** Properties that must be given: programs in plain JavaScript, or run without a type check, may leave them out. */
  required<Args extends object>(args: Args, keys: readonly (keyof Args & string)[], at = ''): void {
    for (const key of keys) {
      const missing = args[key] === undefined || args[key] === null;
      if (missing) this.refuse('ARG_MISSING', `${at}${key}`, 'is not given', `give ${key}`);
    }
  }

  /** Properties that say nothing about something that exists, and is used as it is by its id. */
  settled<Args extends object>(
    args: Args,
    id: keyof Args & string,
    what: string,
    keys: readonly (keyof Args & string)[],
  ): void {
    if (args[id] === undefined) return;
    for (const key of keys) {
      if (args[key] === undefined) continue;
      this.refuse('ARG_EXCLUSIVE', key, `an existing ${what} keeps its settings`, `drop ${key} or ${id}`);
    }
  }

  /** A text that must look like `pattern`; `allowed` says so in words. */
  matches(path: string, input: Input<string> | undefined, pattern: RegExp, allowed: string): void {
    const value = plainValue(input);
    if (value !== undefined && !pattern.test(value)) {
      this.refuse('ARG_FORMAT', path, `'${value}' is not valid`, `give ${allowed}`);
    }
  }

  /** A value that must be one of a list. */
  oneOf<T extends string>(path: string, input: Input<T> | undefined, allowed: readonly T[]): void {
    const value = plainValue(input);
    if (value !== undefined && !allowed.includes(value)) {
      this.refuse('ARG_CHOICE', path, `'${value}' is not known`, `give one of ${allowed.join(', ')}`);
    }
  }

  /** A whole number from `low` to `high`. */
  between(path: string, input: Input<number> | undefined, low: number, high: number): void {
    const value = plainValue(input);
    if (value !== undefined && !(Number.isInteger(value) && value >= low && value <= high)) {
      this.refuse('ARG_RANGE', path, `${value} is out of range`, `give a whole number from ${low} to ${high}`);
    }
  }

  /** A list that must hold at least `least` items. */
  atLeast(path: string, input: Input<readonly unknown[]> | undefined, least: number, what: string): void {
    const value = plainValue(input);
    if (value !== undefined && value.length < least) {
      this.refuse('ARG_COUNT', path, `has ${value.length} of them`, `give at least ${least} ${what}`);
    }
  }

  /** Exactly one of several properties must be given. */
  exactlyOne(paths: Readonly<Record<string, unknown>>): void {
    const given = Object.keys(paths).filter((path) => paths[path] !== undefined);
    if (given.length === 1) return;
    const names = Object.keys(paths);
    this.refuse(
      'ARG_EXCLUSIVE',
      names.join(' / '),
      given.length === 0 ? 'none of them is given' : 'more than one of them is given',
      'give exactly one',
    );
  }

  /** @throws ProblemsError with all problems, if there are any. */
  finish(): void {
    if (this.problems.length > 0) throw new ProblemsError(`${this.component} cannot be created`, this.problems);
  }
}
