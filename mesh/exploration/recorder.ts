import type { HttpRequest } from '../envoy/http-request.js';
import type { ObservedTest, Observer, RequestChange } from '../envoy/observer.js';
import { compilePattern, type TextPattern } from '../envoy/text-pattern.js';
import { findVirtualHost } from '../envoy/virtual-host-match.js';
import type { VirtualHost } from '../proxy/route-configuration.js';
import { beforeChange } from './automaton.js';
import { languageOf } from './language.js';
import type { Literal, Variable } from './literal.js';
import { changedPath, Provenances } from './provenance.js';
import type { Caller } from './space.js';
import { keyOfPattern, textParts } from './text-parts.js';
import { hintsOf } from './text-solver.js';
import { domainConstraint, isWithoutHosts } from './virtual-host-language.js';

/** What a recorder knows of the request that is evaluated. */
export interface Recorded {
  /** Number of the mesh that is asked. */
  readonly side: number;
  /** Identity of the caller in it; undefined for a caller that can prove none. */
  readonly principal: string | undefined;
  /** Name in the handshake of the caller; empty for none. */
  readonly serverName: string;
  /** Whether the caller is outside the cluster, so that it chooses the server name. */
  readonly isOutside: boolean;
  /** Whether a sidecar takes what the caller sends, which knows other services by their names. */
  readonly hasSidecar: boolean;
  /** The authority that goes with the address, where a caller of the mesh sends another one to another service. */
  readonly homeAuthority: string;
}

/** Writes down what decides about one request, as literals over what the caller sent. */
export class Recorder implements Observer {
  /** Whether the request goes to another service than the one at its address. */
  isElsewhere = false;
  private readonly provenances = new Provenances();
  private isNamedByAuthority = false;
  private hasLeft = false;

  constructor(
    private readonly recorded: Recorded,
    private readonly literals: Literal[],
    /** Tests that are written down already, those of other meshes included. */
    private readonly seen: Set<string>,
  ) {}

  changed(from: HttpRequest, to: HttpRequest, change: RequestChange): void {
    this.provenances.changed(from, to, change);
  }

  namedServer(): void {
    this.isNamedByAuthority = true;
  }

  tested(test: ObservedTest, outcome: boolean): void {
    switch (test.of) {
      case 'path':
        this.path(test.request, test.pattern, outcome);
        break;
      case 'path and query':
        this.obstacle('a test of the path together with the query', outcome);
        break;
      case 'method':
        this.text({ kind: 'method' }, '', test.pattern, outcome);
        break;
      case 'authority':
        if (this.provenances.of(test.request).isAuthorityKept) {
          this.text({ kind: 'authority' }, '', test.pattern, outcome);
        }
        break;
      case 'virtual host':
        this.virtualHost(test);
        break;
      case 'header':
        this.header(test, outcome);
        break;
      case 'parameter':
        this.text({ kind: 'parameter', name: test.name }, test.name, test.pattern, outcome, absent);
        break;
      case 'claim': {
        const form = { isEach: !test.isOneText, whenAbsent: false };
        this.text({ kind: 'claim', path: test.path }, JSON.stringify(test.path), test.pattern, outcome, form);
        break;
      }
      case 'token': {
        const { locations, request } = test;
        const { headers } = this.provenances.of(request);
        // A token that a proxy before has taken out is not there for anybody.
        if (!locations.headers.some(({ name }) => headers.get(name) === 'fixed')) {
          this.add({ variable: { kind: 'token' }, slot: 'token', key: JSON.stringify(locations), outcome, locations });
        }
        break;
      }
      case 'signature':
        this.add({ variable: { kind: 'token' }, slot: 'token', key: 'signed', outcome });
        break;
      case 'principal':
        if (test.value === this.recorded.principal) {
          const { side } = this.recorded;
          this.text({ kind: 'caller', side }, String(side), test.pattern, outcome);
        }
        break;
      case 'server name':
        this.serverName(test.value, test.pattern, outcome);
        break;
      case 'source address':
      case 'remote address':
        this.address(test, outcome);
        break;
      case 'undecided':
        this.obstacle(test.what, outcome);
        break;
      default:
        this.add({ variable: { kind: test.of }, slot: test.of, key: '', outcome });
    }
  }

  private path(request: HttpRequest, pattern: TextPattern, outcome: boolean): void {
    const { path: changes } = this.provenances.of(request);
    if (changes === undefined) {
      this.obstacle('a path that an expression has rewritten', outcome);
      return;
    }
    if (changes.length === 0) {
      this.text({ kind: 'path' }, '', pattern, outcome);
      return;
    }
    const test = compilePattern(pattern);
    const language = languageOf(pattern);
    const automata = language?.automata.map((one) => changes.reduceRight(beforeChange, one));
    const cuts = changes.map(({ put }) => put);
    this.add({
      variable: { kind: 'path' },
      slot: 'path',
      key: JSON.stringify([pattern, changes.map((change) => ({ ...change, cut: String(change.cut) }))]),
      outcome,
      pattern,
      text: {
        test: (value) => test(changedPath(value, changes)),
        language:
          language === undefined || automata === undefined ? undefined : { automata, accepts: language.accepts },
        hints: hintsOf(pattern).flatMap((hint) => [
          hint,
          ...cuts.map((put) => (hint.startsWith(put) ? hint.slice(put.length) : hint)),
        ]),
        isExact: false,
      },
    });
  }

  private virtualHost({ request, configuration, found }: Extract<ObservedTest, { of: 'virtual host' }>): void {
    const isOwn = this.recorded.hasSidecar && !this.hasLeft;
    this.hasLeft = true;
    if (!this.provenances.of(request).isAuthorityKept || isWithoutHosts(configuration)) {
      return;
    }
    const { homeAuthority } = this.recorded;
    const home = findVirtualHost(configuration, homeAuthority);
    const literalOf = (host: VirtualHost | undefined): Literal => {
      const { text, key } = domainConstraint(configuration, host, homeAuthority);
      return {
        variable: { kind: 'authority' },
        slot: 'authority',
        key,
        outcome: true,
        text,
        isHome: isOwn && host === home,
        ...(host === undefined || host.domains.includes('*') ? {} : { pattern: exactly(host.domains.slice(0, 1)) }),
        others: () => candidates().flatMap((one) => (one === host ? [] : [literalOf(one)])),
      };
    };
    // A caller of the mesh asks each service at its own address: what its sidecar sends elsewhere is the same as there.
    const candidates = (): readonly (VirtualHost | undefined)[] => {
      const { virtualHosts } = configuration;
      const rest = virtualHosts.find(({ domains }) => domains.includes('*'));
      return isOwn ? [...new Set([home, rest])] : [...virtualHosts, ...(rest === undefined ? [undefined] : [])];
    };
    this.isElsewhere ||= isOwn && !candidates().includes(found);
    this.add(literalOf(found));
  }

  private header(test: Extract<ObservedTest, { of: 'header' }>, outcome: boolean): void {
    const { request, name, pattern, isEach, whenAbsent } = test;
    const state = this.provenances.of(request).headers.get(name);
    if (state === 'made') {
      this.obstacle(`a test of the header ${name}, which a proxy has made of other things`, outcome);
    } else if (state === undefined) {
      this.text({ kind: 'header', name }, name, pattern, outcome, { isEach, whenAbsent });
    }
  }

  private serverName(value: string, pattern: TextPattern, outcome: boolean): void {
    if (this.isNamedByAuthority) {
      this.obstacle('a test of a server name that a proxy has made of the authority', outcome);
    } else if (this.recorded.isOutside && value === this.recorded.serverName) {
      this.text({ kind: 'server name' }, '', pattern, outcome);
    }
  }

  private address(test: Extract<ObservedTest, { of: 'source address' | 'remote address' }>, outcome: boolean): void {
    const { ranges } = test;
    // Without a request, the remote address is that of the connection.
    const request = test.of === 'remote address' ? test.request : undefined;
    const forwardsSource = request === undefined ? true : this.provenances.of(request).forwardsSource;
    if (forwardsSource === false) {
      this.obstacle('a test of an address that trusted proxies pass on', outcome);
      return;
    }
    const kind = forwardsSource === true ? 'source address' : 'remote address';
    this.add({ variable: { kind }, slot: kind, key: ranges.join(' '), outcome, ranges });
  }

  private text(
    variable: Variable,
    name: string,
    pattern: TextPattern,
    outcome: boolean,
    form?: NonNullable<Literal['form']>,
  ): void {
    this.add({
      variable,
      slot: name === '' ? variable.kind : `${variable.kind} ${name}`,
      key: form === undefined ? keyOfPattern(pattern) : `${form.isEach} ${form.whenAbsent} ${keyOfPattern(pattern)}`,
      outcome,
      text: textParts(pattern),
      pattern,
      ...(form === undefined ? {} : { form }),
    });
  }

  /** A test of who the caller is. */
  testedCaller(key: string, isCaller: (caller: Caller) => boolean, identity: TextPattern, outcome: boolean): void {
    this.add({
      variable: { kind: 'caller' },
      slot: 'caller',
      key,
      outcome,
      isCaller,
      text: textParts(identity),
      pattern: identity,
    });
  }

  /** How many tests are written down. */
  get count(): number {
    return this.literals.length;
  }

  /** Says of the tests from a number on that nothing is wanted of what fails them. */
  close(from: number): void {
    for (let at = from; at < this.literals.length; at += 1) {
      this.literals[at] = { ...(this.literals[at] as Literal), others: noOthers };
    }
  }

  private obstacle(what: string, outcome: boolean): void {
    this.add({ variable: { kind: 'path' }, slot: 'obstacle', key: what, outcome, obstacle: what });
  }

  private add(literal: Literal): void {
    const id = `${literal.slot} ${literal.key}`;
    if (!this.seen.has(id)) {
      this.seen.add(id);
      this.literals.push(literal);
    }
  }
}

/** The pattern of names. */
function exactly(names: readonly string[]): TextPattern {
  return { kind: 'one of', patterns: names.map((text) => ({ kind: 'glob', text })) };
}

const noOthers = (): readonly Literal[] => [];
const absent = { isEach: false, whenAbsent: false };
