/** Numbers things in the order in which they are first seen, so that what is made of them has a short key. */
export class Numbering {
  private readonly numbers = new Map<unknown, number>();

  of(thing: unknown): number {
    const number = this.numbers.get(thing) ?? this.numbers.size;
    this.numbers.set(thing, number);
    return number;
  }
}
