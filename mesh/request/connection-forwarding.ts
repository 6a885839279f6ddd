import { type bindRules, connectionMatches, fitsSni, sniPrecision } from './bound-rules.js';
import { describeCluster, findCluster, percent } from './destination.js';
import type { Indexes } from './indexes.js';
import type { Journey, Passage, Sender } from './journey.js';
import type { ConnectionRule, RoutingConfig } from './routing-config.js';
import { sendToCluster } from './upstream.js';

/** The rule for connections that a proxy follows: with a server name among TLS rules, else among TCP rules. */
export function findConnectionRule(
  configs: readonly RoutingConfig[],
  kind: 'tls' | 'tcp',
  scope: Parameters<typeof bindRules>[1],
  sni: string | undefined,
): ConnectionRule | undefined {
  if (kind === 'tcp') {
    return configs
      .flatMap(({ tcp }) => tcp)
      .find((rule) => rule.destinations.length > 0 && connectionMatches(rule, scope, undefined, false));
  }
  // A server name goes to the chain with the most specific host, whatever the order of the rules.
  let best: { readonly rule: ConnectionRule; readonly length: number } | undefined;
  for (const rule of configs.flatMap(({ tls }) => tls)) {
    if (rule.destinations.length > 0 && connectionMatches(rule, scope, sni, true)) {
      const hosts = rule.matches
        .flatMap(({ sniHosts }) => sniHosts)
        .filter((host) => sni !== undefined && fitsSni(host, sni));
      const length = Math.max(0, ...hosts.map(sniPrecision));
      if (best === undefined || length > best.length) {
        best = { rule, length };
      }
    }
  }
  return best?.rule;
}

/** Sends connections on by a rule. */
export function routeConnection(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  rule: ConnectionRule,
  port: number,
  probability: number,
): void {
  journey.tally.followConnection(rule.label);
  journey.tally.say(`${rule.label} takes the connection`);
  const { destinations } = rule;
  const weighted = destinations.length === 1 ? destinations : destinations.filter(({ weight }) => weight > 0);
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  for (const destination of weighted) {
    const share = weighted.length === 1 ? 1 : destination.weight / total;
    const cluster = findCluster(indexes, sender, destination, port);
    journey.tally.say(`${percent(share)} to ${describeCluster(cluster)}`);
    sendToCluster(indexes, journey, passage, sender, cluster, undefined, probability * share);
  }
}
