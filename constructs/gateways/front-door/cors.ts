import type { Duration } from 'cdk8s';
import type { VirtualServiceSpec } from '../../api/index.js';

/** `corsPolicy` of a route. */
export type IstioCors = NonNullable<NonNullable<VirtualServiceSpec['http']>[number]['corsPolicy']>;

/** Which pages of other origins browsers let call a service. */
export class Cors {
  /** Pages of these origins may read: GET and HEAD, without cookies. */
  static read(...origins: readonly string[]): Cors {
    return new Cors(origins, { allowMethods: ['GET', 'HEAD'], allowCredentials: false });
  }

  /** Pages of these origins may use an API: every usual method, JSON and a bearer token, without cookies. */
  static api(...origins: readonly string[]): Cors {
    return new Cors(origins, { allowMethods: METHODS, allowHeaders: HEADERS, allowCredentials: false });
  }

  /** As {@link Cors.api}, and cookies go along. */
  static session(...origins: readonly string[]): Cors {
    return new Cors(origins, { allowMethods: METHODS, allowHeaders: HEADERS, allowCredentials: true });
  }

  private constructor(
    /** `https://app.example.com`, without a path. */
    readonly origins: readonly string[],
    private readonly policy: Omit<IstioCors, 'allowOrigins'>,
  ) {}

  /** Whatever a preset does not say. @param maxAge how long browsers keep the answer to a preflight */
  with(more: { readonly allowHeaders?: readonly string[]; readonly maxAge?: Duration }): Cors {
    const allowHeaders = [...(this.policy.allowHeaders ?? []), ...(more.allowHeaders ?? [])];
    const maxAge = more.maxAge === undefined ? {} : { maxAge: `${more.maxAge.toSeconds()}s` };
    return new Cors(this.origins, { ...this.policy, ...(allowHeaders.length > 0 && { allowHeaders }), ...maxAge });
  }

  /** As a VirtualService has it. Preflights of other origins are answered without permission. */
  toIstio(): IstioCors {
    const allowOrigins = this.origins.map((exact) => ({ exact }));
    return { maxAge: '600s', unmatchedPreflights: 'IGNORE', ...this.policy, allowOrigins };
  }

  /** What is wrong with the origins, each with what to do. */
  problems(): string[] {
    if (this.origins.length === 0) return ['CORS has no origin; name those whose pages may call, or leave it out'];
    return this.origins
      .filter((origin) => !/^https?:\/\/[^/*?#]+$/.test(origin))
      .map((origin) => `'${origin}' is not an origin; write it as browsers send it, such as https://app.example.com`);
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const HEADERS = ['authorization', 'content-type'];
