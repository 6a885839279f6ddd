import { EVENT_ID, type Event, getScalarValue, type ScalarEvent } from 'js-yaml';

/** A step into a value: the key of a mapping or the index of a list. */
export type FieldPath = readonly (string | number)[];

/** Index in the events of the root value, or -1 for an empty document. */
export function rootOf(events: readonly Event[]): number {
  return events.length > 1 && events[1]?.type !== EVENT_ID.POP ? 1 : -1;
}

/** Offset at which a value begins. */
export function offsetOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}

/** Index of the event after a value that begins at an index. */
function afterValue(events: readonly Event[], index: number): number {
  let depth = 0;
  for (let next = index; next < events.length; next += 1) {
    const type = events[next]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) {
      depth += 1;
    } else if (type === EVENT_ID.POP) {
      depth -= 1;
    }
    if (depth <= 0) {
      return next + 1;
    }
  }
  return events.length;
}

/** Indexes of the elements of a list; empty for any other value. */
export function elementsOf(events: readonly Event[], list: number): readonly number[] {
  const elements: number[] = [];
  if (events[list]?.type === EVENT_ID.SEQUENCE) {
    for (let next = list + 1; isInside(events, next); next = afterValue(events, next)) {
      elements.push(next);
    }
  }
  return elements;
}

interface Pair {
  readonly key: number;
  readonly value: number;
}

function pairsOf(events: readonly Event[], mapping: number): readonly Pair[] {
  const pairs: Pair[] = [];
  if (events[mapping]?.type === EVENT_ID.MAPPING) {
    for (let key = mapping + 1; isInside(events, key); ) {
      const value = afterValue(events, key);
      pairs.push({ key, value });
      key = afterValue(events, value);
    }
  }
  return pairs;
}

function isInside(events: readonly Event[], index: number): boolean {
  return index < events.length && events[index]?.type !== EVENT_ID.POP;
}

function keyText(events: readonly Event[], source: string, index: number): string | undefined {
  const event = events[index];
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(source, event as ScalarEvent) : undefined;
}

/** Index of the value under a key of a mapping. */
export function valueAt(events: readonly Event[], source: string, mapping: number, key: string): number | undefined {
  return pairsOf(events, mapping).findLast((pair) => keyText(events, source, pair.key) === key)?.value;
}

/**
 * Offset of a field below a value: of its key in a mapping, of the element in a list. When the path leads nowhere, of the last
 * step that exists.
 */
export function offsetOfField(events: readonly Event[], source: string, from: number, path: FieldPath): number {
  let value = from;
  let offset = offsetOf(events[from]);
  for (const step of path) {
    if (typeof step === 'number') {
      const element = elementsOf(events, value)[step];
      if (element === undefined) {
        return offset;
      }
      value = element;
      offset = offsetOf(events[element]);
    } else {
      const pair = pairsOf(events, value).findLast(({ key }) => keyText(events, source, key) === step);
      if (pair === undefined) {
        return offset;
      }
      value = pair.value;
      offset = offsetOf(events[pair.key]);
    }
  }
  return offset;
}

/** Every key that repeats an earlier one of its mapping. */
export function duplicateKeys(
  events: readonly Event[],
  source: string,
): readonly { readonly key: string; readonly offset: number }[] {
  const duplicates: { key: string; offset: number }[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.MAPPING) {
      const seen = new Set<string>();
      for (const pair of pairsOf(events, index)) {
        const key = keyText(events, source, pair.key);
        if (key !== undefined && seen.has(key)) {
          duplicates.push({ key, offset: offsetOf(events[pair.key]) });
        }
        seen.add(key ?? '');
      }
    }
  });
  return duplicates;
}
