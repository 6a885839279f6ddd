/** Draws that repeat for a seed (mulberry32). */
export class Draws {
  /** Whether what makes a document invalid is rare. */
  readonly isTame: boolean;
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
    this.isTame = !this.chance(3);
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  chance(times: number): boolean {
    return this.below(times) === 0;
  }

  /** True once in so many times, in tame documents once in ten times as many. */
  rarely(times: number): boolean {
    return this.chance(this.isTame ? times * 10 : times);
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  list<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }
}
