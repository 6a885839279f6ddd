import type { Json } from './target.js';

/**
 * The smallest input found that still fails, by leaving out halves and single parts of lists, objects and texts as long as that works.
 *
 * @param most how many inputs may be tried
 */
export async function minimize(input: Json, fails: (candidate: Json) => Promise<boolean>, most: number): Promise<Json> {
  let smallest = input;
  let tried = 0;
  let hasShrunk = true;
  while (hasShrunk && tried < most) {
    hasShrunk = false;
    for (const candidate of smaller(smallest)) {
      tried += 1;
      if (tried > most) {
        break;
      }
      if (await fails(candidate)) {
        smallest = candidate;
        hasShrunk = true;
        break;
      }
    }
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
