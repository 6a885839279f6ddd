import type { GatewayApiSpecs } from '../../kinds/index.js';
import type { HttpMatch } from '../http-match.js';
import type { StringMatch } from '../string-match.js';

type RuleSpec = NonNullable<GatewayApiSpecs['HTTPRoute']['rules']>[number];
type MatchSpec = NonNullable<RuleSpec['matches']>[number];

/** A match that takes every request. */
export const anyMatch: HttpMatch = {
  uri: undefined,
  segmentPrefix: true,
  ignoreUriCase: false,
  method: undefined,
  authority: undefined,
  scheme: undefined,
  headers: [],
  withoutHeaders: [],
  queryParams: [],
  port: undefined,
  sourceLabels: {},
  sourceNamespace: '',
  gateways: [],
};

/** A match of an HTTPRoute. */
export function httpMatch(match: MatchSpec): HttpMatch {
  const value = match.path?.value ?? '/';
  const uri = (): StringMatch => {
    switch (match.path?.type) {
      case 'Exact':
        return { exact: value };
      case 'RegularExpression':
        return { regex: value };
      default:
        return { prefix: value === '/' ? value : value.replace(/\/$/, '') };
    }
  };
  return {
    ...anyMatch,
    uri: uri(),
    method: match.method === undefined ? undefined : { exact: match.method },
    headers: valueMatches(match.headers),
    queryParams: valueMatches(match.queryParams),
  };
}

/** A match of a GRPCRoute. */
export function grpcMatch(match: MatchSpec): HttpMatch {
  const wanted = (match as { readonly method?: unknown }).method as
    | { readonly type?: string; readonly service?: string; readonly method?: string }
    | undefined;
  return { ...anyMatch, uri: grpcPath(wanted), headers: valueMatches(match.headers) };
}

function grpcPath(
  wanted: { readonly type?: string; readonly service?: string; readonly method?: string } | undefined,
): StringMatch | undefined {
  if (wanted === undefined) {
    return undefined;
  }
  const { service, method, type } = wanted;
  if (service === undefined || service === '') {
    return { regex: `/[^/]+/${method ?? '.+'}` };
  }
  if (type === 'RegularExpression') {
    return { regex: `/${service}/${method ?? '.+'}` };
  }
  return method === undefined || method === '' ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
}

interface ValueMatchSpec {
  readonly type?: string;
  readonly name?: string;
  readonly value?: string;
}

function valueMatches(specs: readonly ValueMatchSpec[] | undefined): readonly (readonly [string, StringMatch])[] {
  return (specs ?? []).map(({ type, name, value }) => [
    name ?? '',
    type === 'RegularExpression' ? { regex: value ?? '' } : { exact: value ?? '' },
  ]);
}
