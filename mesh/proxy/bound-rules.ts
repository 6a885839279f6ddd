import type { ConnectionMatch, ConnectionRule, HttpMatch, RoutingConfig } from '../istio/route-source.js';
import { type Labels, matchesLabels } from '../model/labels.js';
import type { BoundRule } from './virtual-host.js';

/** The proxy that rules are made for. */
export interface RuleScope {
  readonly labels: Labels;
  readonly namespace: string;
  /** Names of gateways that it is; `mesh` for a sidecar. */
  readonly gateway: string;
  readonly port: number;
}

/**
 * The rules of a configuration that a proxy gets: those whose port, gateway and source can be true there, up to the first that takes every
 * request. Empty when none is left.
 */
export function bindRules(config: RoutingConfig, scope: RuleScope): readonly BoundRule[] {
  const bound: BoundRule[] = [];
  for (const rule of config.http) {
    const conditions: number[] = [];
    let isCatchAll = rule.matches.length === 0;
    for (let index = 0; index < rule.conditions.length; index += 1) {
      const match = rule.matches[index];
      if (match === undefined || appliesTo(match, scope)) {
        conditions.push(index);
        if (rule.conditions[index]?.isCatchAll === true) {
          isCatchAll = true;
          break;
        }
      }
    }
    if (conditions.length > 0) {
      bound.push({ rule, conditions });
    }
    if (isCatchAll && conditions.length > 0) {
      break;
    }
  }
  return bound;
}

function appliesTo(match: HttpMatch, scope: RuleScope): boolean {
  if (match.port !== undefined && match.port !== scope.port) {
    return false;
  }
  if (match.gateways.length > 0) {
    return match.gateways.includes(scope.gateway);
  }
  return (
    matchesLabels(scope.labels, match.sourceLabels) &&
    (match.sourceNamespace === '' || match.sourceNamespace === scope.namespace)
  );
}

/** Whether any match of a configuration looks at the labels of the caller. */
export function looksAtSourceLabels(config: RoutingConfig): boolean {
  const looks = (rule: { readonly matches: readonly { readonly sourceLabels: Labels }[] }): boolean =>
    rule.matches.some(({ sourceLabels }) => Object.keys(sourceLabels).length > 0);
  return config.http.some(looks) || config.tls.some(looks) || config.tcp.some(looks);
}

/** The matches of a rule for connections that can hold at a proxy. Gateways look at the port and at their own name only. */
export function matchesAt(rule: ConnectionRule, scope: RuleScope): readonly ConnectionMatch[] {
  return rule.matches.filter(
    (match) =>
      (match.port === undefined || match.port === scope.port) &&
      (match.gateways.length === 0 || match.gateways.includes(scope.gateway)) &&
      (scope.gateway !== 'mesh' ||
        (matchesLabels(scope.labels, match.sourceLabels) &&
          (match.sourceNamespace === '' || match.sourceNamespace === scope.namespace) &&
          match.destinationSubnets.length === 0)),
  );
}

/** Whether a server name fits a host of a TLS match, which may be a wildcard. */
export function fitsSni(host: string, sni: string): boolean {
  return host === '*' || (host.startsWith('*') ? sni.endsWith(host.slice(1)) : host === sni);
}

/** How exactly a host names servers: the exact before wildcards, then the longer. */
export function sniPrecision(host: string): number {
  return host.startsWith('*') ? host.length : 1000 + host.length;
}
