import type { NormalChain, NormalListener, NormalRoutes, ProxyConfiguration } from './normal-form.js';

/** A difference of two configurations of a proxy. */
export interface ProxyDifference {
  /** What it is about: `listener 0.0.0.0_80`, `route 80 host a.com`, `cluster outbound|80||a`. */
  readonly place: string;
  /** What the first has; empty for nothing. */
  readonly ours: string;
  /** What the second has; empty for nothing. */
  readonly theirs: string;
}

interface Line {
  readonly place: string;
  readonly value: string;
}

/** Every difference between what the model says and what a control plane sends, in the order of places. */
export function compareProxies(ours: ProxyConfiguration, theirs: ProxyConfiguration): readonly ProxyDifference[] {
  const [one, other] = [linesOf(ours), linesOf(theirs)];
  const places = [...new Set([...one.keys(), ...other.keys()])].sort();
  return places.flatMap((place) => {
    const [mine = '', their = ''] = [one.get(place), other.get(place)];
    return mine === their ? [] : [{ place, ours: mine, theirs: their }];
  });
}

function linesOf({ listeners, routes, clusters }: ProxyConfiguration): ReadonlyMap<string, string> {
  const lines = [
    ...listeners.flatMap(linesOfListener),
    ...routes.flatMap((one) => linesOfRoutes(`route ${one.name}`, one)),
    ...clusters.map(({ name, type, tls }) => ({ place: `cluster ${name}`, value: `${type} ${tls}` })),
  ];
  return new Map(lines.map(({ place, value }) => [place, value]));
}

function linesOfListener({ name, chains }: NormalListener): readonly Line[] {
  return chains.flatMap((chain) => linesOfChain(`listener ${name} chain ${chain.match || 'any'}`, chain));
}

function linesOfChain(place: string, { tls, to, inline }: NormalChain): readonly Line[] {
  const value = [tls === '' ? '' : `tls ${tls}`, to].filter(Boolean).join(' ');
  const nested = inline === undefined ? [] : linesOfRoutes(`${place} route ${inline.name}`, inline);
  // The order of chains decides nothing: the most specific match wins. Two of one match would be refused.
  return [{ place, value }, ...nested];
}

function linesOfRoutes(place: string, { virtualHosts }: NormalRoutes): readonly Line[] {
  return virtualHosts.flatMap(({ name, domains, requiresTls, routes }) => [
    { place: `${place} host ${name} domains`, value: `${domains.join(' ')}${requiresTls ? ' (TLS required)' : ''}` },
    { place: `${place} host ${name} routes`, value: routes.join('\n') },
  ]);
}
