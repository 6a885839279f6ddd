import type { FilterChain } from '../proxy/filter-chain.js';
import type { Listener } from '../proxy/listener.js';
import { compileIpRange } from '../text/ip-address.js';
import { type Connection, isTlsOutside } from './connection.js';
import { observer } from './observer.js';

/**
 * The filter chain of a listener that takes a connection, as Envoy finds it: by destination port, then address, server name, transport
 * protocol and application protocol. At each step only the chains with the closest match stay, whatever comes after
 * (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch).
 */
export function findFilterChain(
  { filterChains, defaultFilterChain }: Pick<Listener, 'filterChains' | 'defaultFilterChain'>,
  connection: Connection,
  address: string,
  port: number,
): FilterChain | undefined {
  const isTls = isTlsOutside(connection);
  const [only] = filterChains;
  if (only !== undefined && filterChains.length === 1 && isSimple(only)) {
    const { transportProtocol, applicationProtocols } = only.match;
    const fits =
      (transportProtocol === '' || isTls === (transportProtocol === 'tls')) &&
      (applicationProtocols.length === 0 ||
        connection.applicationProtocols.some((protocol) => applicationProtocols.includes(protocol)));
    return fits ? only : defaultFilterChain;
  }
  let left = byPort(filterChains, port);
  left = byAddress(left, address);
  left = byServerName(left, isTls ? connection.sni : '');
  left = byTransport(left, isTls ? 'tls' : 'raw_buffer');
  left = byApplicationProtocol(left, connection.applicationProtocols);
  return left[0] ?? defaultFilterChain;
}

/** Whether nothing but the protocol decides about a chain. */
function isSimple({ match }: FilterChain): boolean {
  return match.destinationPort === undefined && match.prefixRanges.length === 0 && match.serverNames.length === 0;
}

type Chains = readonly FilterChain[];

function byPort(chains: Chains, port: number): Chains {
  const own = chains.filter(({ match }) => match.destinationPort === port);
  return own.length > 0 ? own : chains.filter(({ match }) => match.destinationPort === undefined);
}

function byAddress(chains: Chains, address: string): Chains {
  if (chains.every(({ match }) => match.prefixRanges.length === 0)) {
    return chains;
  }
  const sizeOf = ({ match }: FilterChain): number =>
    highest(
      match.prefixRanges
        .filter((block) => compileIpRange(block)(address))
        .map((block) => (block.includes('/') ? Number(block.slice(block.indexOf('/') + 1)) : 128)),
    );
  const closest = highest(chains.map(sizeOf));
  return closest < 0
    ? chains.filter(({ match }) => match.prefixRanges.length === 0)
    : chains.filter((chain) => sizeOf(chain) === closest);
}

/** The highest of numbers that may be more than a call takes arguments; -1 when there is none. */
function highest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), -1);
}

function byServerName(chains: Chains, name: string): Chains {
  if (chains.every(({ match }) => match.serverNames.length === 0)) {
    return chains;
  }
  let closest = -1;
  let left: FilterChain[] = [];
  for (const chain of chains) {
    const { serverNames } = chain.match;
    const length = serverNames.length === 0 ? 0 : highest(serverNames.map((one) => precisionOf(one, name)));
    if (length > closest) {
      closest = length;
      left = [];
    }
    if (length === closest && length >= 0) {
      left.push(chain);
    }
  }
  return left;
}

/** How exactly a name of a match is that of a handshake: the exact before wildcards, then the longer; -1 for another name. */
function precisionOf(pattern: string, name: string): number {
  const isSame = name !== '' && pattern === name;
  const isBelow = !isSame && pattern.startsWith('*') && name !== '' && name.endsWith(pattern.slice(1));
  if (name !== '') {
    observer?.tested({ of: 'server name', value: name, pattern: { kind: 'exact', text: pattern } }, isSame);
    if (!isSame && pattern.startsWith('*')) {
      const below = { kind: 'suffix', text: pattern.slice(1) } as const;
      observer?.tested({ of: 'server name', value: name, pattern: below }, isBelow);
    }
  }
  return isSame ? Number.POSITIVE_INFINITY : isBelow ? pattern.length : -1;
}

function byTransport(chains: Chains, transport: 'tls' | 'raw_buffer'): Chains {
  const own = chains.filter(({ match }) => match.transportProtocol === transport);
  return own.length > 0 ? own : chains.filter(({ match }) => match.transportProtocol === '');
}

function byApplicationProtocol(chains: Chains, offered: readonly string[]): Chains {
  for (const protocol of offered) {
    const own = chains.filter(({ match }) => match.applicationProtocols.includes(protocol));
    if (own.length > 0) {
      return own;
    }
  }
  return chains.filter(({ match }) => match.applicationProtocols.length === 0);
}
