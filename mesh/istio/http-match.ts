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
  const takesAnyPath =
    uri === undefined || asksForPresence(uri) || (uri.prefix === '/' && uri.exact === undefined) || uri.regex === '.*';
  const isFree = method === undefined && authority === undefined && scheme === undefined;
  return takesAnyPath && isFree && headers.length + withoutHeaders.length + queryParams.length === 0;
}
