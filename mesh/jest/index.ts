import { expect } from '@jest/globals';
import type { Mesh } from '../model/mesh.js';
import type { RequestQuery } from '../request/query.js';
import { matchers, type Shares } from './matchers.js';

expect.extend(matchers);

/** A mesh, as `expect` takes it. */
export type { Mesh };
/** The matchers, for a runner whose `expect` is another one: `expect.extend(matchers)`. */
export { matchers, type Shares };

/**
 * What `expect(mesh)` can say about requests. Each throws, also after `not`, when the question itself is wrong: a caller or a host that
 * the manifests do not have, a URL that is none, shares that do not add up to 100.
 */
export interface RequestMatchers<R> {
  /** Requests go to versions in these shares: percent by the label `version`, or by `namespace/workload`; `{}` for nowhere. */
  toRoute(query: RequestQuery, shares: Shares): R;
  /** The request gets through to a workload. */
  toAllow(query: RequestQuery): R;
  /** A policy refuses the request; by the one of this name when given. */
  toDeny(query: RequestQuery, policy?: string): R;
  /** Whatever reaches a workload does so over mTLS of the mesh. */
  toEncrypt(query: RequestQuery): R;
  /** Nothing that could change the answer is left out of the model: no EnvoyFilter, NetworkPolicy, rate limiter, … */
  toBeModelled(query: RequestQuery): R;
  /** The caller sees these statuses with these probabilities, in percent. */
  toAnswer(query: RequestQuery, statuses: Shares): R;
}

// `expect` of @jest/globals.
declare module 'expect' {
  interface Matchers<R> extends RequestMatchers<R> {}
}

// The global `expect` of @types/jest.
declare global {
  namespace jest {
    interface Matchers<R> extends RequestMatchers<R> {}
  }
}
