import type { Duration, Size } from 'cdk8s';
import type { Certificate } from './certificate.js';
import type { Cors } from './cors.js';

/** What a front door does with requests besides sending them on. */
export interface FrontDoorSettings {
  readonly certificate: Certificate;
  /** @default 'TLSV1_2' */
  readonly minVersion?: 'TLSV1_2' | 'TLSV1_3';
  /** Ciphers of TLS 1.2, as Envoy names them; TLS 1.3 has its own. @default those of Envoy */
  readonly ciphers?: readonly string[];
  /** Answers plain HTTP on port 80 with a redirect to HTTPS. @default true */
  readonly redirect?: boolean;
  /**
   * Headers of every response: HSTS for a year, `nosniff`, no framing by other pages, no referrer to other hosts; and these, over them.
   * @default those
   */
  readonly securityHeaders?: Readonly<Record<string, string>> | false;
  /** @default browsers let no page of another origin call */
  readonly cors?: Cors;
  /** The largest body of a request; larger ones get 413. Gateways hold a body until it is whole. @default not limited */
  readonly requestSize?: Size;
  /** Requests that each pod of the gateway lets through in one interval; for every host of the gateway. @default not limited */
  readonly rateLimit?: { readonly requests: number; readonly interval: Duration };
  /** Tokens that requests must carry. Preflights of browsers, which carry none, pass. @default none */
  readonly jwt?: {
    /** Claim `iss`. */
    readonly issuer: string;
    /** @default found through the issuer's OpenID discovery */
    readonly jwksUri?: string;
    /** Claim `aud`. @default any */
    readonly audiences?: readonly string[];
    /** Paths that need no token; `*` at the start or the end stands for the rest. @default none */
    readonly publicPaths?: readonly string[];
  };
  /** An extension provider of the mesh that logs users in by OIDC. Preflights pass. @default none */
  readonly oidc?: { readonly provider: string };
  /** Ranges of addresses that a WAF or ALB in front sends from: others are refused. Keep their addresses with `externalTrafficPolicy: 'Local'`. @default all addresses */
  readonly waf?: { readonly ranges: readonly string[] };
}

/** One year; browsers then ask for HTTPS only. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

/** The headers of responses, undefined for none. */
export function responseHeadersOf({
  securityHeaders,
}: FrontDoorSettings): Readonly<Record<string, string>> | undefined {
  return securityHeaders === false ? undefined : { ...SECURITY_HEADERS, ...securityHeaders };
}
