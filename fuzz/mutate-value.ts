import type { Random } from '../test/differential/findings/random.js';
import { mutateText } from './mutate-text.js';
import type { Json } from './target.js';

/** A place in a value: what holds it and the key there. */
interface Place {
  readonly holder: Json[] | Record<string, Json>;
  readonly key: string | number;
}

/** Values of every type, and texts that mean something where they should not. */
const strange: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -1,
  () => 1.5,
  () => 65536,
  () => 2 ** 53,
  () => 1e308,
  () => '',
  () => ' ',
  () => '*',
  () => '.',
  () => '/',
  () => '~',
  () => '-x',
  () => '../x',
  () => 'a\nb',
  () => '\u001b[31m',
  () => '\0',
  () => '\ud800',
  () => '{{x}}',
  () => '(a+)+$',
  () => '[',
  () => '*.*',
  () => '%REQ(x)%',
  () => 'constructor',
  () => '1',
  () => '-1s',
  () => '99999999999h',
  () => 'x'.repeat(3000),
  () => [],
  () => [null],
  () => [[]],
  () => ['', 1, {}],
  () => ({}),
  () => ({ '': null }),
  () => ({ toString: 1 }),
  () => ({ length: 3 }),
  () => JSON.parse('{"__proto__": {"name": "x"}}'),
  () => ({ constructor: { prototype: 1 } }),
  () => ({ a: { b: { c: [{ d: null }] } } }),
];

const strangeKeys = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'length', 'then', '', ' ', 'a.b', '*'];

/** A copy of a value with one to four of its parts changed; parts of another value may come into it. */
export function mutateValue(value: Json, other: Json, random: Random): Json {
  const root = { value: structuredClone(value) as Json };
  for (let count = 1 + random.below(random.draw(2, 4)); count > 0; count -= 1) {
    const places = placesOf(root);
    const place = places[random.below(places.length)];
    if (place !== undefined) {
      mutateAt(place, other, random);
    }
  }
  return root.value;
}

function mutateAt(place: Place, other: Json, random: Random): void {
  const value = get(place);
  switch (random.below(10)) {
    case 0:
    case 1:
      set(place, random.draw(...strange)());
      break;
    case 2:
    case 3:
      remove(place);
      break;
    case 4:
      set(place, structuredClone(anywhereIn(other, random)));
      break;
    case 5:
      set(
        place,
        random.draw<() => Json>(
          () => [value],
          () => ({ value }),
          () => [value, value],
          () => JSON.stringify(value),
        )(),
      );
      break;
    case 6:
      addTo(value, other, random);
      break;
    case 7:
      rename(place, random);
      break;
    case 8:
      set(place, Array.isArray(value) ? [...value].reverse().concat(value) : value);
      break;
    default:
      set(place, ofSameType(value, random));
  }
}

function ofSameType(value: Json, random: Random): Json {
  if (typeof value === 'string') {
    return mutateText(value, random);
  }
  return typeof value === 'number' ? value + random.draw(-1, 1, 0.5, 1e6) : value;
}

function addTo(value: Json, other: Json, random: Random): void {
  const added = structuredClone(random.chance(2) ? anywhereIn(other, random) : random.draw(...strange)());
  if (Array.isArray(value)) {
    value.splice(random.below(value.length + 1), 0, added);
  } else if (typeof value === 'object' && value !== null) {
    define(value as Record<string, Json>, random.draw(...strangeKeys, ...keysOf(other)), added);
  }
}

function rename(place: Place, random: Random): void {
  if (!Array.isArray(place.holder)) {
    const value = get(place);
    remove(place);
    define(place.holder, random.chance(2) ? random.draw(...strangeKeys) : mutateText(String(place.key), random), value);
  }
}

function anywhereIn(value: Json, random: Random): Json {
  const places = placesOf({ value });
  const place = places[random.below(places.length)];
  return place === undefined ? null : get(place);
}

/** Every place of a value, those of its parts included. */
function placesOf(holder: Json[] | Record<string, Json>): Place[] {
  const found: Place[] = [];
  const visit = (inner: Json[] | Record<string, Json>): void => {
    for (const key of Object.keys(inner)) {
      const place = { holder: inner, key: Array.isArray(inner) ? Number(key) : key };
      found.push(place);
      const value = get(place);
      if (typeof value === 'object' && value !== null) {
        visit(value as Record<string, Json>);
      }
    }
  };
  visit(holder);
  return found;
}

function keysOf(value: Json): string[] {
  const keys = placesOf({ value }).flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  return [...new Set(keys)];
}

function get({ holder, key }: Place): Json {
  return (holder as Record<string, Json>)[key] ?? null;
}

function set({ holder, key }: Place, value: Json): void {
  if (Array.isArray(holder)) {
    holder[Number(key)] = value;
  } else {
    define(holder, String(key), value);
  }
}

/** Sets a field; also one that is called `__proto__`. */
function define(holder: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
  } else if (holder !== null && key !== 'value') {
    delete holder[key];
  }
}
