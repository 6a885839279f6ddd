import { hostOf } from '../envoy/authority.js';
import { findVirtualHost } from '../envoy/virtual-host-match.js';
import { domainsOf, type RouteConfiguration, type VirtualHost } from '../proxy/route-configuration.js';
import { type AuthorityNames, leadingOf } from './authority-names.js';
import { automatonOf } from './automaton.js';
import { escapeText, type Language } from './language.js';
import type { TextConstraint } from './text-solver.js';

/** Whether one virtual host takes every authority. */
export function isWithoutHosts({ virtualHosts }: RouteConfiguration): boolean {
  const [only] = virtualHosts;
  return virtualHosts.length === 0 || (virtualHosts.length === 1 && only?.domains.includes('*') === true);
}

const numbers = new WeakMap<RouteConfiguration['virtualHosts'], number>();
let count = 0;

function numberOf({ virtualHosts }: RouteConfiguration): number {
  let number = numbers.get(virtualHosts);
  if (number === undefined) {
    count += 1;
    number = count;
    numbers.set(virtualHosts, number);
  }
  return number;
}

/** The test whether a virtual host, or none, takes an authority; `homeAuthority` is the one that the address itself leads to. */
export function domainConstraint(
  configuration: RouteConfiguration,
  found: VirtualHost | undefined,
  homeAuthority: string,
): { readonly text: Omit<TextConstraint, 'outcome'>; readonly key: string } {
  const domains = found === undefined ? [] : domainsOf(found, configuration);
  return {
    key: `virtual host ${numberOf(configuration)} ${found?.name ?? ''}`,
    text: {
      test: (value) => findVirtualHost(configuration, value) === found,
      hints: [
        homeAuthority,
        ...domains.filter((domain) => domain !== '*').map((domain) => domain.replace(/^\*/, 'x')),
        ...(found === undefined || domains.includes('*') ? ['unknown.example'] : []),
      ],
      isExact: false,
      names: (outcome) => {
        const own = found === undefined ? [] : [found];
        return namesOfHosts(configuration, outcome ? own : configuration.virtualHosts);
      },
      get language() {
        return languageOfHost(configuration, found);
      },
    },
  };
}

const leading = new WeakMap<RouteConfiguration['virtualHosts'], number>();

/**
 * The names that are tried for an authority of a virtual host: its own. One for none, or for the virtual host of the rest, is a new name,
 * or one that other tests are about.
 */
function namesOfHosts(configuration: RouteConfiguration, hosts: readonly VirtualHost[]): AuthorityNames {
  const { virtualHosts } = configuration;
  const domainsOfAll = (some: readonly VirtualHost[]): readonly string[] =>
    some.flatMap((host) => domainsOf(host, configuration)).filter((domain) => domain !== '*');
  let most = leading.get(virtualHosts);
  if (most === undefined) {
    most = leadingOf(domainsOfAll(virtualHosts).map((domain) => domain.replace(/^\*/, '')));
    leading.set(virtualHosts, most);
  }
  const own = domainsOfAll(hosts);
  return {
    exact: own.filter((domain) => !domain.startsWith('*')),
    suffixes: own.filter((domain) => domain.startsWith('*')).map((domain) => domain.slice(1)),
    leading: most,
  };
}

/** Every authority that a virtual host takes; undefined where names with a port belong to another one than those without. */
function languageOfHost(configuration: RouteConfiguration, found: VirtualHost | undefined): Language | undefined {
  const all = configuration.virtualHosts.flatMap((host) =>
    domainsOf(host, configuration).map((domain) => ({ domain, isOwn: host === found })),
  );
  const exact = all.filter(({ domain }) => !domain.startsWith('*'));
  const owners = new Map(exact.map(({ domain, isOwn }) => [domain, isOwn]));
  if (exact.some(({ domain, isOwn }) => (owners.get(hostOf(domain)) ?? isOwn) !== isOwn)) {
    return undefined;
  }
  const suffixes = all
    .filter(({ domain }) => domain.startsWith('*') && domain !== '*')
    .sort((one, other) => other.domain.length - one.domain.length);
  const sources = [
    exactSource(exact.filter(({ isOwn }) => isOwn).map(({ domain }) => domain)),
    exactSource(exact.map(({ domain }) => domain)),
    ...suffixes.map(({ domain }) => `[^]+${lower(domain.slice(1))}${anyPort}`),
  ];
  const automata = sources.map((source) => automatonOf(source));
  if (automata.some((automaton) => automaton === undefined)) {
    return undefined;
  }
  const isRest = found === undefined ? !all.some(({ domain }) => domain === '*') : found.domains.includes('*');
  return {
    automata: automata.filter((automaton) => automaton !== undefined),
    accepts: ([isOwn, isNamed, ...ends]) => {
      if (isOwn === true || isNamed === true) {
        return isOwn === true;
      }
      const first = ends.indexOf(true);
      return first < 0 ? isRest : suffixes[first]?.isOwn === true;
    },
  };
}

const anyPort = '(?::[^:\\]]*)?';

/** Names as they are written, and in any case with any port. */
function exactSource(domains: readonly string[]): string {
  return domains.length === 0
    ? '[]'
    : domains
        .map((domain) => (hostOf(domain) === domain ? `${lower(domain)}${anyPort}` : escapeText(domain)))
        .join('|');
}

/** A lower-case text in any case. */
function lower(text: string): string {
  return [...text]
    .map((character) => {
      const upper = character.toUpperCase();
      return upper === character || upper.length !== 1 ? escapeText(character) : `[${character}${upper}]`;
    })
    .join('');
}
