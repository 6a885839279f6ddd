import type { CorsPolicy } from '../../istio/route-source.js';
import { type HttpRequest, headerText } from '../http-request.js';
import { observer } from '../observer.js';
import { compileTextMatch } from '../string-match.js';
import { compilePattern, oneOf } from '../text-pattern.js';

/** The origin of a preflight: the question of a browser whether a page from elsewhere may send a request. Undefined for other requests. */
export function preflightOrigin(request: HttpRequest): string | undefined {
  const isOptions = request.method === 'OPTIONS';
  observer?.tested({ of: 'method', request, pattern: { kind: 'exact', text: 'OPTIONS' } }, isOptions);
  return isOptions && filledHeader(request, 'access-control-request-method') !== undefined
    ? filledHeader(request, 'origin')
    : undefined;
}

/** The text of a header; undefined for one that is empty or not sent. */
function filledHeader(request: HttpRequest, name: string): string | undefined {
  const text = headerText(request, name) || undefined;
  observer?.tested(
    { of: 'header', request, name, pattern: { kind: 'filled' }, isEach: false, whenAbsent: false },
    text !== undefined,
  );
  return text;
}

/** Whether a proxy answers a preflight itself, with 200. */
export function answersPreflight(policy: CorsPolicy | undefined, request: HttpRequest): boolean {
  const origin = policy === undefined ? undefined : preflightOrigin(request);
  return (
    policy !== undefined && origin !== undefined && (policy.answersAll || isAllowedOrigin(policy, origin, request))
  );
}

function isAllowedOrigin({ origins }: CorsPolicy, origin: string, request: HttpRequest): boolean {
  const test = compilePattern(oneOf(origins.map((wanted) => compileTextMatch(wanted).pattern)));
  const holds = test(origin);
  const { pattern } = test;
  observer?.tested({ of: 'header', request, name: 'origin', pattern, isEach: false, whenAbsent: false }, holds);
  return holds;
}
