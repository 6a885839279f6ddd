import type { RequestQuery } from '../request/index.js';
import { solveAddress } from './address-solver.js';
import type { Literal } from './literal.js';
import { type Solution, solveText, type TextConstraint, type TextDomain } from './text-solver.js';
import { solveValues, type Values } from './value-solver.js';

/** Somebody who may ask, and who that is for each mesh. */
export interface Caller {
  readonly from: RequestQuery['from'];
  /** Identity by the number of the mesh; undefined where none can be proved. */
  readonly principals: readonly (string | undefined)[];
}

/** Callers that proxies tell apart by their identity alone. */
export interface CallerGroup {
  readonly callers: readonly Caller[];
  /** Makes callers that are not in the files out of an identity that a condition names. */
  readonly make: (principal: string) => readonly Caller[];
}

/** Where requests go, and by whom. */
export interface Space {
  readonly group: CallerGroup;
  /** `http://reviews.shop.svc.cluster.local:9080`, without a path; the host is left out where the caller chooses it. */
  readonly urlOf: (host: string) => string;
  /** The authority that goes with the address. */
  readonly authority: string;
  readonly base: Omit<RequestQuery, 'from' | 'to'>;
  readonly isValidPath: (path: string) => boolean;
}

const text = (source: string, adapt: TextDomain['adapt'] = (hint) => [hint]): TextDomain => {
  const whole = new RegExp(`^(?:${source})$`);
  return { source, isValid: (value) => whole.test(value), adapt };
};

const methods = text('[A-Z][-A-Z0-9_]*', (hint) => [hint.toUpperCase()]);
const authorities = text('[-A-Za-z0-9._:*]+');
const fieldValues = text('(?:[!-~](?:[ -~]*[!-~])?)?');
const parameters = text('[!-"$%\'-~]*');
const usualMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** A request for which tests have the outcomes that are asked for. */
export function solve(literals: readonly Literal[], space: Space): Solution<RequestQuery> {
  const slots = new Map<string, Literal[]>();
  for (const literal of literals) {
    if (literal.obstacle !== undefined) {
      continue;
    }
    slots.set(literal.slot, [...(slots.get(literal.slot) ?? []), literal]);
  }
  const parts = new Parts(space);
  for (const [slot, own] of slots) {
    const solved = parts.take(slot, own);
    if (solved !== 'found') {
      return { kind: solved };
    }
  }
  const caller = parts.solveCaller(literals.filter(({ variable }) => variable.kind === 'caller'));
  return caller === undefined ? { kind: 'none' } : { kind: 'found', value: parts.query(caller) };
}

/** The parts of a request that is made. */
class Parts {
  private path = '/';
  private method: string | undefined;
  private authority: string | undefined;
  private readonly headers: Record<string, string | readonly string[]> = {};
  private readonly query_: string[] = [];
  private readonly claims: Record<string, unknown> = {};
  private token: RequestQuery['token'];
  private sourceIp: string | undefined;
  private readonly flags: { clientCertificate?: true; customDecision?: 'deny' } = {};

  constructor(private readonly space: Space) {}

  take(slot: string, literals: readonly Literal[]): Solution<unknown>['kind'] {
    const [first] = literals;
    const variable = first?.variable;
    const constraints = constraintsOf(literals);
    switch (variable?.kind) {
      case 'path': {
        const domain = text('\\/[^?#]*', (hint) => (hint.startsWith('/') ? [hint] : [`/${hint}`, `/x${hint}`]));
        const { isValidPath } = this.space;
        const isValid = (value: string): boolean => domain.isValid(value) && isValidPath(value);
        return this.set(solveText(constraints, { ...domain, isValid }, ['/', '/x']), (value) => {
          this.path = value;
        });
      }
      case 'method':
        return this.set(solveText(constraints, methods, usualMethods), (value) => {
          this.method = value;
        });
      case 'authority':
        return this.set(solveText(constraints, authorities, [this.space.authority]), (value) => {
          this.authority = value;
        });
      case 'header':
        return this.set(solveValues(literals, fieldValues), (values) => this.setHeader(variable.name, values));
      case 'parameter':
        return this.set(solveValues(literals, parameters), ([value]) => {
          if (value !== undefined) {
            this.query_.push(value === '' ? variable.name : `${variable.name}=${value}`);
          }
        });
      case 'claim':
        return this.set(solveValues(literals, fieldValues), (values) => this.setClaim(variable.path, values));
      case 'token':
        return this.setToken(literals);
      case 'source address':
      case 'remote address': {
        const ranges = literals.map((one) => ({ ranges: one.ranges ?? [], outcome: one.outcome }));
        return this.set(solveAddress(ranges), (value) => {
          if (value === undefined) {
            return;
          }
          if (slot === 'source address') {
            this.sourceIp = value;
          } else {
            this.headers['x-forwarded-for'] = value;
          }
        });
      }
      case 'client certificate':
        if (first?.outcome === true) {
          this.flags.clientCertificate = true;
        }
        return 'found';
      case 'authorizer':
        if (first?.outcome === true) {
          this.flags.customDecision = 'deny';
        }
        return 'found';
      case 'caller':
        return 'found';
      default:
        return 'unknown';
    }
  }

  /** The first caller of the group whose identities pass, one of the files before others. */
  solveCaller(literals: readonly Literal[]): Caller | undefined {
    const { callers, make } = this.space.group;
    const fits = ({ principals }: Caller): boolean =>
      literals.every(({ variable, text: parts, outcome }) => {
        const principal = variable.kind === 'caller' ? principals[variable.side] : undefined;
        return principal !== undefined && parts?.test(principal) === outcome;
      });
    const known = callers.find(fits);
    if (known !== undefined) {
      return known;
    }
    const hints = literals.flatMap(({ text: parts }) => parts?.hints ?? []);
    return ['', ...hints].flatMap(make).find(fits);
  }

  query({ from }: Caller): RequestQuery {
    const { base, urlOf, authority } = this.space;
    const path = this.query_.length === 0 ? this.path : `${this.path}?${this.query_.join('&')}`;
    const isOtherHost = this.authority !== undefined && this.authority !== authority;
    const headers = { ...(isOtherHost ? { host: this.authority ?? '' } : {}), ...this.headers };
    return {
      from,
      to: `${urlOf(authority)}/`,
      ...base,
      ...(path === '/' ? {} : { path }),
      ...(this.method === undefined || this.method === 'GET' ? {} : { method: this.method }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...(this.token === 'invalid' ? { token: 'invalid' } : {}),
      ...(this.token === 'valid' ? { claims: this.claims } : {}),
      ...(this.sourceIp === undefined ? {} : { sourceIp: this.sourceIp }),
      ...this.flags,
    };
  }

  private set<T>(solution: Solution<T>, take: (value: T) => void): Solution<T>['kind'] {
    if (solution.kind === 'found') {
      take(solution.value);
    }
    return solution.kind;
  }

  private setHeader(name: string, values: Values): void {
    const [only] = values;
    if (only !== undefined) {
      this.headers[name] = values.length === 1 ? only : values;
    }
  }

  private setClaim(path: readonly string[], values: Values): void {
    const [only] = values;
    if (only === undefined) {
      return;
    }
    let inner = this.claims;
    for (const name of path.slice(0, -1)) {
      inner[name] = typeof inner[name] === 'object' ? inner[name] : {};
      inner = inner[name] as Record<string, unknown>;
    }
    inner[path.at(-1) ?? ''] = values.length === 1 ? only : values;
  }

  /** A token goes with the header `Authorization`; rules that look elsewhere for one are not solved. */
  private setToken(literals: readonly Literal[]): Solution<unknown>['kind'] {
    const isSent = literals.some(({ outcome, locations }) => locations !== undefined && outcome);
    if (!isSent) {
      return 'found';
    }
    const isUsual = literals.every(
      ({ locations, outcome }) =>
        locations === undefined || outcome === locations.headers.some(({ name }) => name === 'authorization'),
    );
    const isUnsigned = literals.some(({ locations, outcome }) => locations === undefined && !outcome);
    this.token = isUnsigned ? 'invalid' : 'valid';
    return isUsual ? 'found' : 'unknown';
  }
}

function constraintsOf(literals: readonly Literal[]): readonly TextConstraint[] {
  return literals.flatMap((literal) =>
    literal.text === undefined ? [] : [{ ...literal.text, outcome: literal.outcome } as TextConstraint],
  );
}
