/**
 * How a VirtualService or HTTPRoute matches a text; without any field, presence is enough
 * (https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch).
 */
export interface StringMatch {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/**
 * Whether a match only asks for presence: no kind of match is given, or the regular expression is a bare `*`, which Istio reads as "any".
 */
export function asksForPresence(match: StringMatch): boolean {
  return (match.exact === undefined && match.prefix === undefined && match.regex === undefined) || match.regex === '*';
}
