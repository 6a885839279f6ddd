import type { HttpRule } from '../../istio/route-source.js';
import type { Mesh } from '../../model/index.js';
import { PushContext } from '../../proxy/push-context.js';
import { type RequestQuery, request } from '../../request/index.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import { type Asked, type Observer, requestWords, statusWords } from './asked.js';
import type { Places } from './places.js';

/**
 * Preflights that a policy denies, where the requests that browsers send after them are allowed: they carry no token, and their method is OPTIONS
 * (https://fetch.spec.whatwg.org/#cors-preflight-request).
 */
export class Preflights implements Observer {
  private readonly rules: ReadonlyMap<string, HttpRule>;
  private readonly taken = new Map<string, RequestQuery>();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {
    const withCors = PushContext.of(mesh).sources.flatMap(({ http }) => http.filter(({ cors }) => cors !== undefined));
    this.rules = new Map(withCors.map((rule) => [rule.label, rule]));
  }

  see({ query, answer, caller }: Asked): void {
    const { route } = answer;
    if (caller === undefined && answer.verdict === 'allowed' && route !== null && this.rules.has(route)) {
      this.taken.set(route, this.taken.get(route) ?? query);
    }
  }

  report(report: Report): void {
    for (const [route, { from, to, via, path, headers }] of this.taken) {
      const preflight: RequestQuery = {
        from,
        to,
        ...(via === undefined ? {} : { via }),
        ...(path === undefined ? {} : { path }),
        method: 'OPTIONS',
        headers: { ...headers, origin: this.originFor(route), 'access-control-request-method': 'GET' },
      };
      const answer = request(this.mesh, preflight);
      const policy = answer.verdict === 'denied' ? this.places.authorizationPolicy(answer.policy) : undefined;
      if (policy !== undefined && answer.notModelled.length === 0) {
        const values = { route, request: requestWords(preflight), status: statusWords(answer) };
        report(asmCodes.ASM0028, policy, values, ['spec', 'rules']);
      }
    }
  }

  private originFor(route: string): string {
    const [origin] = this.rules.get(route)?.cors?.origins ?? [];
    return origin?.exact !== undefined && origin.exact !== '*'
      ? origin.exact
      : (origin?.prefix ?? 'https://web.example');
  }
}
