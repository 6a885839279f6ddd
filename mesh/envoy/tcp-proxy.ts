import type { ConnectionRule, RoutingConfig } from '../istio/route-source.js';
import { fitsSni, matchesAt, type RuleScope, sniPrecision } from '../proxy/bound-rules.js';
import { describeCluster, findCluster, percent } from '../proxy/destination.js';
import type { Indexes } from '../proxy/push-context.js';
import type { Journey, Passage, Sender } from './journey.js';
import { sendToCluster } from './router.js';

/** The rule for connections that a proxy follows: with a server name among TLS rules, else among TCP rules. */
export function findConnectionRule(
  configs: readonly RoutingConfig[],
  kind: 'tls' | 'tcp',
  scope: RuleScope,
  sni: string | undefined,
): ConnectionRule | undefined {
  if (kind === 'tcp') {
    // Where a gateway ends TLS, a TLSRoute is one for the connection that is left.
    const rules = configs.flatMap(({ tcp, tls, isGatewayApi }) =>
      isGatewayApi && scope.gateway !== 'mesh' ? [...tcp, ...tls] : tcp,
    );
    return rules.find(
      (rule) => rule.destinations.length > 0 && (rule.matches.length === 0 || matchesAt(rule, scope).length > 0),
    );
  }
  // A server name goes to the chain with the most specific host, whatever the order of the rules.
  let best: { readonly rule: ConnectionRule; readonly precision: number } | undefined;
  for (const rule of configs.flatMap(({ tls }) => tls)) {
    for (const { sniHosts } of rule.destinations.length > 0 ? matchesAt(rule, scope) : []) {
      const fitting = sniHosts.filter((host) => sni !== undefined && fitsSni(host, sni)).map(sniPrecision);
      const precision = sniHosts.length === 0 ? 0 : Math.max(-1, ...fitting);
      if (precision > (best?.precision ?? -1)) {
        best = { rule, precision };
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
