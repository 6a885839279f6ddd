import type { JwtLocations } from '../istio/request-authentications.js';
import type { RouteConfiguration, VirtualHost } from '../proxy/route-configuration.js';
import type { HttpRequest } from './http-request.js';
import type { TextPattern } from './text-pattern.js';

/** A test of an attribute of a request or a connection that decided how it goes on. */
export type ObservedTest =
  | {
      readonly of: 'path' | 'method' | 'authority' | 'path and query';
      readonly request: HttpRequest;
      readonly pattern: TextPattern;
    }
  | {
      readonly of: 'header';
      readonly request: HttpRequest;
      /** In lower case. */
      readonly name: string;
      readonly pattern: TextPattern;
      /** Whether one of several values is enough; else they are compared as one text with commas between. */
      readonly isEach: boolean;
      /** What comes of it when the header is not sent. */
      readonly whenAbsent: boolean;
    }
  | {
      readonly of: 'parameter';
      readonly request: HttpRequest;
      readonly name: string;
      readonly pattern: TextPattern;
    }
  /** Which virtual host takes the authority. */
  | {
      readonly of: 'virtual host';
      readonly request: HttpRequest;
      readonly configuration: RouteConfiguration;
      readonly found: VirtualHost | undefined;
    }
  /** Whether a text that could be a token is at one of some locations. */
  | { readonly of: 'token'; readonly request: HttpRequest; readonly locations: JwtLocations }
  /** Whether the token there is one that could have been signed. */
  | { readonly of: 'signature' }
  /** Whether a claim is a text that fits, or, unless it has to be one text, a list with one. */
  | {
      readonly of: 'claim';
      readonly path: readonly string[];
      readonly pattern: TextPattern;
      readonly isOneText: boolean;
    }
  | { readonly of: 'principal'; readonly value: string; readonly pattern: TextPattern }
  | { readonly of: 'source address'; readonly ranges: readonly string[] }
  | { readonly of: 'remote address'; readonly request: HttpRequest | undefined; readonly ranges: readonly string[] }
  | { readonly of: 'server name'; readonly value: string; readonly pattern: TextPattern }
  | { readonly of: 'client certificate' | 'authorizer' }
  /** A test of something that a request does not choose freely, or that cannot be computed. */
  | { readonly of: 'undecided'; readonly what: string };

/** What a proxy makes of a request before others look at it. */
export interface RequestChange {
  /** What becomes of the path: the first `cut` characters are replaced by `put`; undefined when it cannot be said like that. */
  readonly path?: { readonly cut: number; readonly put: string; readonly isSegment: boolean } | 'unknown';
  /** Whether the authority is another text, whatever it was. */
  readonly authority?: true;
  /** Names of headers, in lower case, whose values are the same for every request from here on. */
  readonly fixedHeaders?: readonly string[];
  /** Names of headers, in lower case, whose values follow from other attributes. */
  readonly madeHeaders?: readonly string[];
  /** Whether the last address in `X-Forwarded-For` is that of the connection. */
  readonly forwardsSource?: boolean;
}

/** Sees what decides about requests. */
export interface Observer {
  /** A test with its outcome. */
  tested(test: ObservedTest, outcome: boolean): void;
  /** A request that was made of another. */
  changed(from: HttpRequest, to: HttpRequest, change: RequestChange): void;
  /** A server name was made of the authority of a request. */
  namedServer(): void;
}

/** The observer of the requests that are being answered; undefined, as a rule, for none. */
export let observer: Observer | undefined;

/** Runs something while an observer sees what it decides. */
export function observing<T>(by: Observer, run: () => T): T {
  const outer = observer;
  observer = by;
  try {
    return run();
  } finally {
    observer = outer;
  }
}
