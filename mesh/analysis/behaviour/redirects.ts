import type { Mesh } from '../../model/index.js';
import { request } from '../../request/index.js';
import { readTarget } from '../../request/query.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import { type Asked, type Observer, requestWords, urlOf } from './asked.js';
import { type Place, type Places, ruleWords } from './places.js';

/** A loop of two or three rules ends after fewer redirects than this. */
const mostRedirects = 4;

/** Redirects that lead back to the URL that was asked for, at once or over another redirect. */
export class Redirects implements Observer {
  private readonly found = new Map<string, { readonly place: Place; readonly asked: Asked }>();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {}

  see(asked: Asked): void {
    const { answer, query } = asked;
    const place = answer.redirect === null ? undefined : this.places.rule(answer.route);
    const key = place === undefined ? '' : `${answer.route}`;
    if (place === undefined || this.found.has(key) || !this.comesBack(asked) || answer.notModelled.length > 0) {
      return;
    }
    if (query.headers?.['host'] === undefined) {
      this.found.set(key, { place, asked });
    }
  }

  report(report: Report): void {
    for (const [route, { place, asked }] of this.found) {
      const values = {
        request: requestWords(asked.query),
        route: ruleWords(route),
        fix:
          place.object.kind === 'HTTPRoute'
            ? 'bind the route to the listener for plain HTTP only, by sectionName'
            : 'let the redirect change the scheme, the host or the path, or take it off the server that it leads to',
      };
      report(asmCodes.ASM0027, place.object, values, place.field);
    }
  }

  private comesBack({ query, answer }: Asked): boolean {
    const first = canonical(urlOf(query));
    const [{ host }, seen] = [readTarget(query.to), new Set<string>()];
    let next = answer.redirect;
    while (next !== null && seen.size < mostRedirects && !seen.has(next)) {
      if (canonical(next) === first) {
        return true;
      }
      seen.add(next);
      const { path: _, ...rest } = query;
      next = readTarget(next).host === host ? request(this.mesh, { ...rest, to: next }).redirect : null;
    }
    return false;
  }
}

/** A URL in the form that all its ways of writing share. */
function canonical(url: string): string {
  const { scheme, host, port, path } = readTarget(url);
  return `${scheme}://${host}:${port}${path}`;
}
