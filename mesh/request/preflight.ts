import type { HttpRequest } from './http-request.js';
import type { CorsPolicy } from './routing-config.js';
import { compileTextMatch } from './text-match.js';

/** Whether a proxy answers a request itself with 200: the question of a browser whether a page from elsewhere may send a request. */
export function answersPreflight(policy: CorsPolicy | undefined, { method, headers }: HttpRequest): boolean {
  const origin = headers.get('origin');
  if (policy === undefined || method !== 'OPTIONS' || !origin || !headers.get('access-control-request-method')) {
    return false;
  }
  return policy.answersAll || policy.origins.some((wanted) => compileTextMatch(wanted)(origin));
}
