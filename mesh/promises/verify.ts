import type { Address } from '../exploration/addresses.js';
import { type Budget, budgetOf, explore } from '../exploration/explore.js';
import { type Recorded, Recorder } from '../exploration/recorder.js';
import type { Caller, Space } from '../exploration/space.js';
import { Spaces } from '../exploration/spaces.js';
import { inputWords } from '../inputs/unmodelled-inputs.js';
import type { Mesh } from '../model/mesh.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { shrink, smallestOf } from '../request/smallest-request.js';
import { Targets } from '../survey/targets.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { objectToBlame } from './blame.js';
import { callerCondition } from './caller-condition.js';
import { whyNot } from './expectation.js';
import type { MeshPromise, RequestPattern } from './promise.js';
import { RequestFilter } from './request-filter.js';

/** What is known of a promise. */
export interface PromiseResult {
  readonly name: string;
  /** `proved`: kept by every request that it is about; `broken`: the request shows it; `undecided`: neither is known. */
  readonly result: 'proved' | 'broken' | 'undecided';
  /** The smallest request that breaks it; null when none is known. */
  readonly request: RequestQuery | null;
  /** The answer to that request; null when there is none. */
  readonly answer: Answer | null;
  /** The object to change, as `Kind namespace/name`; null when there is none. */
  readonly object: string | null;
  /** How it is broken, or what stands in the way of a proof; for what is proved, of how many kinds of requests. */
  readonly reason: string;
}

/** How promises are verified. */
export interface VerifyOptions {
  /** Requests that are evaluated for a promise at most. @default 1,000,000 */
  readonly limit?: number;
}

/** Requests that are evaluated for a promise when no limit is given. */
export const requestsOfPromise = 1_000_000;

/**
 * Proves promises about every request, or shows the smallest request that breaks one: the requests are explored by the conditions of the
 * promise and of the mesh, so that each class is looked at once. `proved` is said only when nothing stood in the way.
 */
export function verify(
  given: Mesh,
  promises: readonly MeshPromise[],
  { limit = requestsOfPromise }: VerifyOptions = {},
): readonly PromiseResult[] {
  const mesh = acceptedMesh(given);
  const spaces = new Spaces([mesh]);
  return promises.map((promise) => new Verification(mesh, spaces, promise, budgetOf(limit)).result());
}

/** A class of requests that a promise is about. */
interface Concerned {
  readonly query: RequestQuery;
  readonly caller: Caller;
  readonly answer: Answer;
  readonly address: Address;
  readonly space: Space;
}

/** The verification of one promise. */
class Verification {
  private readonly targets: Targets;
  private readonly wanted: RequestFilter;
  private readonly exceptions: readonly { readonly filter: RequestFilter; readonly targets: Targets | undefined }[];

  constructor(
    private readonly mesh: Mesh,
    private readonly spaces: Spaces,
    private readonly promise: MeshPromise,
    private readonly budget: Budget,
  ) {
    const { requests, except } = promise;
    this.targets = new Targets(mesh, requests.to, requests.port);
    this.wanted = new RequestFilter(mesh, requests);
    this.exceptions = except.map((pattern) => ({
      filter: new RequestFilter(mesh, pattern),
      targets: targetsOf(mesh, pattern),
    }));
  }

  result(): PromiseResult {
    const { name, expect } = this.promise;
    const obstacles = new Set(this.spaces.obstacles);
    const broken: Concerned[] = [];
    let kinds = 0;
    // That all get through is meant of requests in what listens there.
    const isUsual = expect.verdict === 'allowed' || expect.status !== undefined;
    for (const address of this.targets.addresses(this.spaces).filter(({ isSpoken }) => isSpoken || !isUsual)) {
      for (const space of this.spacesAt(address)) {
        const found = this.explore(address, space);
        for (const obstacle of found.obstacles) {
          obstacles.add(obstacle);
        }
        kinds += found.concerned.length;
        for (const one of found.concerned) {
          const unknown = this.unknownInputs(one.answer);
          if (unknown.length > 0) {
            for (const input of unknown) {
              obstacles.add(inputWords(input).replace('not modelled: ', ''));
            }
          } else if (whyNot(expect, one.answer) !== undefined) {
            broken.push(one);
          }
        }
      }
    }
    const smallest = smallestOf(broken);
    if (smallest !== undefined) {
      return this.broken(smallest);
    }
    const none = { name, request: null, answer: null, object: null };
    return obstacles.size > 0
      ? { ...none, result: 'undecided', reason: `not decided because of ${[...obstacles].sort().join('; ')}` }
      : { ...none, result: 'proved', reason: kindsWords(kinds) };
  }

  /** What is not modelled and could break or keep the promise: refusals break none about requests that get through. */
  private unknownInputs({ notModelled }: Answer): Answer['notModelled'] {
    const { verdict, status } = this.promise.expect;
    const isOfAll = verdict === 'allowed' || status !== undefined;
    return isOfAll ? notModelled : notModelled.filter(({ onlyRefuses }) => onlyRefuses !== true);
  }

  /** The spaces of an address with somebody whom the promise is about. */
  private spacesAt(address: Address): readonly Space[] {
    const { from } = this.promise.requests;
    const spaces = this.spaces.at(address);
    if (from === undefined) {
      return spaces;
    }
    const conditions = from.map((name) => callerCondition(this.mesh, name));
    return spaces.filter(({ group: { callers, unknown } }) =>
      conditions.some(
        ({ holds, identity }) =>
          callers.some(holds) ||
          (unknown !== undefined && !(identity.kind === 'one of' && identity.patterns.length === 0)),
      ),
    );
  }

  private explore(
    address: Address,
    space: Space,
  ): { readonly concerned: readonly Concerned[]; readonly obstacles: readonly string[] } {
    const excepted = new WeakMap<RequestQuery, readonly Targets[]>();
    const { classes, obstacles } = explore([this.mesh], space, {
      budget: this.budget,
      filter: (query, caller, recorder) => {
        const found = this.exceptionsFor(query, caller, recorder);
        if (found !== undefined) {
          excepted.set(query, found);
        }
        return found !== undefined;
      },
    });
    const concerned = classes.flatMap(({ query, caller, answers: [answer] }) =>
      answer !== undefined && this.isConcerned(address, answer, excepted.get(query) ?? [])
        ? [{ query, caller, answer, address, space }]
        : [],
    );
    return { concerned, obstacles };
  }

  /** The services at which a request is excepted; undefined for one that the promise is not about wherever it goes. */
  private exceptionsFor(query: RequestQuery, caller: Caller, recorder: Recorder): readonly Targets[] | undefined {
    if (!this.wanted.takes(query, caller, recorder, true)) {
      return undefined;
    }
    const found: Targets[] = [];
    for (const { filter, targets } of this.exceptions) {
      if (filter.takes(query, caller, recorder)) {
        if (targets === undefined) {
          return undefined;
        }
        found.push(targets);
      }
    }
    return found;
  }

  private isConcerned(address: Address, answer: Answer, excepted: readonly Targets[]): boolean {
    return this.targets.takes(address, answer) && !excepted.some((targets) => targets.takes(address, answer));
  }

  private broken({ query, caller, address }: Concerned): PromiseResult {
    const { name, expect } = this.promise;
    const breaks = (candidate: RequestQuery): boolean => {
      const ignored = new Recorder(unrecorded, [], new Set());
      const excepted = this.exceptionsFor(candidate, caller, ignored);
      const answer = request(this.mesh, candidate);
      return (
        excepted !== undefined &&
        this.isConcerned(address, answer, excepted) &&
        this.unknownInputs(answer).length === 0 &&
        whyNot(expect, answer) !== undefined
      );
    };
    const smallest = shrink(query, breaks);
    const answer = request(this.mesh, smallest);
    return {
      name,
      result: 'broken',
      request: smallest,
      answer,
      object: objectToBlame(this.mesh, expect, answer),
      reason: whyNot(expect, answer) ?? '',
    };
  }
}

const unrecorded: Recorded = {
  side: 0,
  principal: undefined,
  serverName: '',
  isOutside: false,
  hasSidecar: false,
  homeAuthority: '',
};

function targetsOf(mesh: Mesh, { to, port }: RequestPattern): Targets | undefined {
  return to === undefined && port === undefined ? undefined : new Targets(mesh, to, port);
}

function kindsWords(kinds: number): string {
  return kinds === 0
    ? 'there is no request that it is about'
    : kinds === 1
      ? 'the mesh answers all of them alike'
      : `the mesh tells ${kinds} kinds of them apart, and each keeps it`;
}
