import { append } from '../model/labels.js';
import type { RequestQuery } from '../request/index.js';
import { solveAddress } from './address-solver.js';
import { solveAuthority } from './authority-solver.js';
import { solveCaller } from './caller-solver.js';
import { keyOfLiterals, type Literal } from './literal.js';
import type { Solution } from './solution.js';
import type { Caller, Space } from './space.js';
import { solveText, type TextDomain } from './text-solver.js';
import { constraintsOf, solveClaim, solveHeader, type Values } from './value-solver.js';

const text = (source: string, adapt: TextDomain['adapt'] = (hint) => [hint]): TextDomain => {
  const whole = new RegExp(`^(?:${source})$`);
  return { source, isValid: (value) => whole.test(value), adapt };
};

const paths = text('\\/[^?#]*', (hint) => (hint.startsWith('/') ? [hint] : [`/${hint}`, `/x${hint}`]));
const methods = text('[A-Z][-A-Z0-9_]*', (hint) => [hint.toUpperCase()]);
const authorityTexts = text('[-A-Za-z0-9._*]+(?::[0-9]{1,5})?');
const serverNames = text('[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?', (hint) => [hint.toLowerCase()]);
const fieldValues = text('(?:[!-~](?:[ -~]*[!-~])?)?');
const parameters = text('[!-"$%\'-~]*');
const usualMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** A request and who sends it. */
export interface SolvedRequest {
  readonly query: RequestQuery;
  readonly caller: Caller;
}

/** A request for which tests have the outcomes that are asked for. */
export function solve(literals: readonly Literal[], space: Space): Solution<SolvedRequest> {
  const slots = new Map<string, Literal[]>();
  for (const literal of literals) {
    if (literal.obstacle === undefined && literal.variable.kind !== 'caller') {
      append(slots, literal.slot, literal);
    }
  }
  const parts = new Parts(space);
  if (space.isTls && space.isHostFree) {
    const solved = parts.takeHost(slots.get('server name') ?? [], slots.get('authority') ?? []);
    if (solved !== 'found') {
      return { kind: solved };
    }
    slots.delete('server name');
    slots.delete('authority');
  }
  for (const [slot, own] of slots) {
    const solved = parts.take(slot, own);
    if (solved !== 'found') {
      return { kind: solved };
    }
  }
  const caller = solveCaller(literals, space.group);
  return caller.kind === 'found'
    ? { kind: 'found', value: { query: parts.query(caller.value), caller: caller.value } }
    : caller;
}

/** The parts of a request that is made. */
class Parts {
  private path = '/';
  private method: string | undefined;
  private authority: string | undefined;
  private serverName: string | undefined;
  private readonly headers: Record<string, string | readonly string[]> = {};
  private readonly query_: string[] = [];
  private readonly claims: Record<string, unknown> = {};
  private token: RequestQuery['token'];
  private sourceIp: string | undefined;
  private readonly flags: { clientCertificate?: true; customDecision?: 'deny' } = {};

  constructor(private readonly space: Space) {}

  /** The name in the handshake and the authority, which are the same where they may. */
  takeHost(names: readonly Literal[], authorities: readonly Literal[]): Solution<unknown>['kind'] {
    const [ofNames, ofAuthorities] = [constraintsOf(names), constraintsOf(authorities)];
    const { host } = this.space;
    const both = this.kept(
      [...names, ...authorities],
      () => solveAuthority([...ofNames, ...ofAuthorities], serverNames, [host]),
      `both ${host}`,
    );
    if (both.kind === 'found') {
      this.serverName = both.value;
      return 'found';
    }
    const name = this.set(
      this.kept(names, () => solveAuthority(ofNames, serverNames, [host]), `name ${host}`),
      (value) => {
        this.serverName = value;
      },
    );
    return name !== 'found' ? name : this.takeAuthority(authorities);
  }

  private takeAuthority(literals: readonly Literal[]): Solution<unknown>['kind'] {
    const { authority: usual } = this.space;
    return this.set(
      this.kept(literals, () => solveAuthority(constraintsOf(literals), authorityTexts, [usual]), usual),
      (value) => {
        this.authority = value;
      },
    );
  }

  take(slot: string, literals: readonly Literal[]): Solution<unknown>['kind'] {
    const [first] = literals;
    const variable = first?.variable;
    const constraints = constraintsOf(literals);
    switch (variable?.kind) {
      case 'path': {
        const { isValidPath } = this.space;
        const isValid = (value: string): boolean => paths.isValid(value) && isValidPath(value);
        return this.set(
          this.kept(literals, () => solveText(constraints, { ...paths, isValid }, ['/', '/x'])),
          (value) => {
            this.path = value;
          },
        );
      }
      case 'method':
        return this.set(
          this.kept(literals, () => solveText(constraints, methods, usualMethods)),
          (value) => {
            this.method = value;
          },
        );
      case 'authority':
        return this.takeAuthority(literals);
      case 'header':
        return this.set(
          this.kept(literals, () => solveHeader(literals, fieldValues)),
          (values) => this.setHeader(variable.name, values),
        );
      case 'parameter':
        return this.set(
          this.kept(literals, () => solveHeader(literals, parameters)),
          ([value]) => {
            if (value !== undefined) {
              this.query_.push(value === '' ? variable.name : `${variable.name}=${value}`);
            }
          },
        );
      case 'claim':
        return this.set(
          this.kept(literals, () => solveClaim(literals, fieldValues)),
          (values) => this.setClaim(variable.path, values),
        );
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
      default:
        return 'unknown';
    }
  }

  query({ from }: Caller): RequestQuery {
    const { base, urlOf, host, authority: usual, isHostFree } = this.space;
    const path = this.query_.length === 0 ? this.path : `${this.path}?${this.query_.join('&')}`;
    // Where any name leads to the same place, the URL has the one that is asked for.
    const named = isHostFree ? (this.serverName ?? hostNameIn(this.authority)) : undefined;
    const url = urlOf(named ?? host);
    const authority = this.authority ?? (this.serverName === undefined ? usual : undefined);
    const isOther = authority !== undefined && authority !== (named === undefined ? usual : authorityOf(url));
    const headers = { ...(isOther ? { host: authority } : {}), ...this.headers };
    return {
      from,
      to: `${url}/`,
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

  /** A solution that is known from other spaces; the tests of a slot, and what is usual, say all that it depends on. */
  private kept<T>(literals: readonly Literal[], solve: () => Solution<T>, usual = ''): Solution<T> {
    const { solutions } = this.space;
    if (solutions === undefined) {
      return solve();
    }
    const key = `${usual}\n${keyOfLiterals(literals)}`;
    const known = (solutions.get(key) as Solution<T> | undefined) ?? solve();
    solutions.set(key, known);
    return known;
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

/** The host of an authority, where a URL can have it. */
function hostNameIn(authority: string | undefined): string | undefined {
  const host = authority?.toLowerCase();
  return host !== undefined && serverNames.isValid(host) ? host : undefined;
}

/** The authority that goes with a URL without a path. */
function authorityOf(url: string): string {
  return url.slice(url.indexOf('://') + 3);
}
