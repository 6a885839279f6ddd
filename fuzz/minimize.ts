import type { Json } from './target.js';

/** What making an input smaller may cost. */
export interface Budget {
  /** How many inputs may be tried. */
  readonly most: number;
  /** No input is tried after this moment of `performance.now()`. */
  readonly until: number;
}

/**
 * The smallest input found that still fails, by leaving out halves and single parts of lists, objects and texts as long as that works
 * and the budget lasts.
 */
export async function minimize(
  input: Json,
  fails: (candidate: Json) => Promise<boolean>,
  { most, until }: Budget,
): Promise<Json> {
  let smallest = input;
  let tried = 0;
  // Parts before this one were needed a moment ago, so they are tried again only after the others.
  let first = 0;
  for (let isSettled = false; !isSettled; ) {
    let hasShrunk = false;
    let index = 0;
    for (const candidate of smaller(smallest)) {
      index += 1;
      if (index <= first) {
        continue;
      }
      if (tried >= most || performance.now() >= until) {
        return smallest;
      }
      tried += 1;
      if (await fails(candidate)) {
        smallest = candidate;
        hasShrunk = true;
        break;
      }
    }
    isSettled = !hasShrunk && first === 0;
    first = hasShrunk ? index - 1 : 0;
  }
  return smallest;
}

/** Inputs with a part left out, those with the largest part left out first. */
function* smaller(value: Json): Generator<Json> {
  if (typeof value === 'string') {
    yield* smallerText(value);
  } else if (Array.isArray(value)) {
    for (const [from, to] of parts(value.length)) {
      yield [...value.slice(0, from), ...value.slice(to)];
    }
    for (const [index, element] of value.entries()) {
      for (const less of smaller(element)) {
        yield value.with(index, less);
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const [from, to] of parts(entries.length)) {
      yield fromEntries([...entries.slice(0, from), ...entries.slice(to)]);
    }
    for (const [index, [key, element]] of entries.entries()) {
      for (const less of smaller(element)) {
        yield fromEntries(entries.with(index, [key, less]));
      }
    }
  }
}

function* smallerText(text: string): Generator<string> {
  const lines = text.split('\n');
  if (lines.length > 1) {
    for (const [from, to] of parts(lines.length)) {
      yield [...lines.slice(0, from), ...lines.slice(to)].join('\n');
    }
  }
  if (text.length <= 200) {
    for (const [from, to] of parts(text.length)) {
      yield text.slice(0, from) + text.slice(to);
    }
  }
}

/** Ranges of a length: halves, quarters and so on, down to single parts. */
function* parts(length: number): Generator<readonly [from: number, to: number]> {
  for (let size = Math.ceil(length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < length; from += size) {
      yield [from, Math.min(from + size, length)];
    }
  }
}

/** An object of entries, one of which may be called `__proto__`. */
function fromEntries(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries);
}
