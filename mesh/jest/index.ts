import { expect } from '@jest/globals';
import type { Mesh } from '../model/mesh.js';
import { matchers, type RequestMatchers, type Shares } from './matchers.js';

expect.extend(matchers);

/** A mesh, as `expect` takes it. */
export type { Mesh };
/** The matchers, for a runner whose `expect` is another one: `expect.extend(matchers)`. */
export { matchers, type RequestMatchers, type Shares };

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
