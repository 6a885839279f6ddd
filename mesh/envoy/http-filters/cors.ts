import type { CorsPolicy } from '../../istio/route-source.js';
import { type HttpRequest, headerText } from '../http-request.js';
import { compileTextMatch } from '../string-match.js';

/** The origin of a preflight: the question of a browser whether a page from elsewhere may send a request. Undefined for other requests. */
export function preflightOrigin(request: HttpRequest): string | undefined {
  const isPreflight = request.method === 'OPTIONS' && Boolean(headerText(request, 'access-control-request-method'));
  return isPreflight ? headerText(request, 'origin') || undefined : undefined;
}

/** Whether a proxy answers a preflight itself, with 200. */
export function answersPreflight(policy: CorsPolicy | undefined, request: HttpRequest): boolean {
  const origin = policy === undefined ? undefined : preflightOrigin(request);
  return (
    policy !== undefined &&
    origin !== undefined &&
    (policy.answersAll || policy.origins.some((wanted) => compileTextMatch(wanted)(origin)))
  );
}
