import type { HttpRequest } from '../envoy/http-request.js';
import type { RequestChange } from '../envoy/observer.js';

/** What proxies have made of a request on its way, so that a test of it can be traced back to what was sent. */
export interface Provenance {
  /** Changes of the path, the first one first; undefined when what became of it is not known. */
  readonly path: readonly Exclude<NonNullable<RequestChange['path']>, 'unknown'>[] | undefined;
  readonly isAuthorityKept: boolean;
  readonly headers: ReadonlyMap<string, 'fixed' | 'made'>;
  /** Whether the last address in `X-Forwarded-For` is that of the connection; undefined when no gateway has written one. */
  readonly forwardsSource: boolean | undefined;
}

const asSent: Provenance = { path: [], isAuthorityKept: true, headers: new Map(), forwardsSource: undefined };

/** Where the requests of one evaluation come from. */
export class Provenances {
  private readonly known = new WeakMap<HttpRequest, Provenance>();

  of(request: HttpRequest): Provenance {
    return this.known.get(request) ?? asSent;
  }

  changed(from: HttpRequest, to: HttpRequest, change: RequestChange): void {
    const before = this.of(from);
    const headers = new Map(before.headers);
    for (const name of change.madeHeaders ?? []) {
      headers.set(name, 'made');
    }
    for (const name of change.fixedHeaders ?? []) {
      headers.set(name, 'fixed');
    }
    const { path } = change;
    this.known.set(to, {
      path:
        path === undefined
          ? before.path
          : path === 'unknown' || before.path === undefined
            ? undefined
            : [...before.path, path],
      isAuthorityKept: before.isAuthorityKept && change.authority !== true,
      headers,
      forwardsSource: change.forwardsSource ?? before.forwardsSource,
    });
  }
}

/** A path as changes leave it. */
export function changedPath(path: string, changes: NonNullable<Provenance['path']>): string {
  return changes.reduce((text, { cut, put, isSegment }) => {
    const rest = text.slice(cut);
    return put + (isSegment && !rest.startsWith('/') ? `/${rest}` : rest);
  }, path);
}
