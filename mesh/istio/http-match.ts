import type { Labels } from '../model/labels.js';
import { asksForPresence, type StringMatch } from './string-match.js';

/** What a VirtualService or HTTPRoute matches in an HTTP request. */
export interface HttpMatch {
  readonly uri: StringMatch | undefined;
  /** A prefix that ends at a path segment, as in the Gateway API. */
  readonly segmentPrefix: boolean;
  readonly ignoreUriCase: boolean;
  readonly method: StringMatch | undefined;
  readonly authority: StringMatch | undefined;
  readonly scheme: StringMatch | undefined;
  readonly headers: readonly (readonly [name: string, match: StringMatch])[];
  readonly withoutHeaders: readonly (readonly [name: string, match: StringMatch])[];
  readonly queryParams: readonly (readonly [name: string, match: StringMatch])[];
  readonly port: number | undefined;
  readonly sourceLabels: Labels;
  readonly sourceNamespace: string;
  /** Resolved names; empty for any. */
  readonly gateways: readonly string[];
}

/** Whether a match holds for every request that its proxy and port get, so that no route after it is reached. */
export function isCatchAll(match: HttpMatch | undefined): boolean {
  if (match === undefined) {
    return true;
  }
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  const isFree = method === undefined && authority === undefined && scheme === undefined;
  return takesAnyPath(uri) && isFree && headers.length + withoutHeaders.length + queryParams.length === 0;
}

function takesAnyPath(uri: StringMatch | undefined): boolean {
  return (
    uri === undefined || asksForPresence(uri) || (uri.prefix === '/' && uri.exact === undefined) || uri.regex === '.*'
  );
}

/**
 * Whether a match certainly holds for every request that another one holds for, at one gateway and port: undefined is every request. Regular expressions
 * are only compared as texts.
 */
export function covers(wide: HttpMatch | undefined, narrow: HttpMatch | undefined): boolean {
  if (wide === undefined || narrow === undefined) {
    return isCatchAll(wide);
  }
  const { method, authority, scheme, headers, withoutHeaders, queryParams } = wide;
  const same = (one: StringMatch | undefined, other: StringMatch | undefined): boolean =>
    one === undefined || (other !== undefined && textOf(one) === textOf(other));
  const allIn = (some: HttpMatch['headers'], all: HttpMatch['headers']): boolean =>
    some.every(([name, text]) => all.some(([other, its]) => other === name && textOf(text) === textOf(its)));
  return (
    coversPath(wide, narrow) &&
    same(method, narrow.method) &&
    same(authority, narrow.authority) &&
    same(scheme, narrow.scheme) &&
    allIn(headers, narrow.headers) &&
    allIn(withoutHeaders, narrow.withoutHeaders) &&
    allIn(queryParams, narrow.queryParams)
  );
}

function coversPath(wide: HttpMatch, narrow: HttpMatch): boolean {
  const { uri, segmentPrefix, ignoreUriCase } = wide;
  if (takesAnyPath(uri)) {
    return true;
  }
  if (uri === undefined || narrow.uri === undefined || (narrow.ignoreUriCase && !ignoreUriCase)) {
    return false;
  }
  if (uri.prefix === undefined || narrow.uri.regex !== undefined) {
    return textOf(uri) === textOf(narrow.uri) && segmentPrefix === narrow.segmentPrefix;
  }
  const path = narrow.uri.exact ?? narrow.uri.prefix ?? '';
  const rest = path.startsWith(uri.prefix) ? path.slice(uri.prefix.length) : undefined;
  const endsSegment = rest === '' ? narrow.uri.exact !== undefined || narrow.segmentPrefix : rest?.startsWith('/');
  return rest !== undefined && (!segmentPrefix || endsSegment === true);
}

function textOf({ exact, prefix, regex }: StringMatch): string {
  return JSON.stringify([exact, prefix, regex]);
}
