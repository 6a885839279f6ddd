import { expect } from '@jest/globals';
import type { Mesh } from '../model/mesh.js';
import { matchers } from './matchers.js';

expect.extend(matchers);

export type { Shares } from './matchers.js';

/** The matchers, for a runner whose `expect` is another one: `expect.extend(matchers)`. */
export { matchers };

declare module 'expect' {
  interface Matchers<R> {
    /** Requests go to versions in these shares: percent by the label `version`, or by `namespace/workload`. */
    toRoute(query: import('../request/query.js').RequestQuery, shares: import('./matchers.js').Shares): R;
    /** The request gets through to a workload. */
    toAllow(query: import('../request/query.js').RequestQuery): R;
    /** A policy refuses the request; by the one of this name when given. */
    toDeny(query: import('../request/query.js').RequestQuery, policy?: string): R;
    /** Whatever reaches a workload does so over mTLS of the mesh. */
    toEncrypt(query: import('../request/query.js').RequestQuery): R;
    /** The caller sees these statuses with these probabilities, in percent. */
    toAnswer(query: import('../request/query.js').RequestQuery, statuses: import('./matchers.js').Shares): R;
  }
}

/** A mesh, as `expect` takes it. */
export type { Mesh };
