import { isDeepStrictEqual } from 'node:util';
import type { RequestQuery } from './query.js';

/** How much a reader has to take in of a request: the fewer parts and the shorter their texts, the smaller. */
export function sizeOf({ from, to, ...rest }: RequestQuery): number {
  const parts = Object.values(rest).filter((value) => value !== undefined).length;
  const isNamed = typeof from === 'string';
  return parts * 100 + JSON.stringify(rest).length + (isNamed ? 0 : 40) + (to.startsWith('http') ? 0 : 60);
}

/** The smallest of some requests, the first by text among equals. */
export function smallestOf<T extends { readonly query: RequestQuery }>(all: readonly T[]): T | undefined {
  const keyed = all.map((one) => ({ one, size: sizeOf(one.query), text: JSON.stringify(one.query) }));
  keyed.sort((a, b) => a.size - b.size || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return keyed[0]?.one;
}

/** A request without what is not needed for something to hold of it. */
export function shrink(query: RequestQuery, holds: (query: RequestQuery) => boolean): RequestQuery {
  let smallest = query;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of simplerThan(smallest)) {
      if (!isDeepStrictEqual(candidate, smallest) && holds(candidate)) {
        smallest = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

const optional = [
  'customDecision',
  'clientCertificate',
  'sourceIp',
  'token',
  'claims',
  'method',
  'path',
  'headers',
] as const;

function simplerThan(query: RequestQuery): readonly RequestQuery[] {
  const { headers = {}, path } = query;
  const names = Object.keys(headers);
  return [
    ...optional.filter((name) => query[name] !== undefined).map((name) => without(query, name)),
    ...(names.length < 2
      ? []
      : names.map((left) => ({
          ...query,
          headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== left)),
        }))),
    ...(path?.includes('?') === true ? [{ ...query, path: path.slice(0, path.indexOf('?')) }] : []),
  ];
}

function without(query: RequestQuery, name: keyof RequestQuery): RequestQuery {
  const { [name]: _, ...rest } = query;
  return rest as RequestQuery;
}
