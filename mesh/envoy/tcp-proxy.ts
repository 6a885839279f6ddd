import type { TcpProxy } from '../proxy/filter-chain.js';
import type { NetworkFilter } from '../proxy/http-filter.js';
import type { Connection } from './connection.js';
import { after, type Exchange, exchange, matchedBefore, mixed } from './exchange.js';
import { decideExtAuthz } from './http-filters/ext-authz.js';
import { decideRbac } from './http-filters/rbac.js';
import type { Outgoing } from './outgoing.js';
import { failed } from './response.js';
import { type ServingProxy, type Simulation, traced } from './simulation.js';
import { percent, type Step } from './trace.js';
import { forward } from './upstream.js';

/** Takes a connection, whose own TLS has ended if the filter chain ends it, through network filters to one of some clusters. */
export function serveTcp(
  simulation: Simulation,
  proxy: ServingProxy,
  filters: readonly NetworkFilter[],
  terminal: TcpProxy,
  connection: Connection,
): Exchange {
  const { push, circumstances } = simulation;
  const { principal, sourceIp, sni, isProxied } = connection;
  const subject = { principal, sourceIp, remoteIp: sourceIp, port: proxy.port, sni, http: undefined };
  let policy = '';
  const steps: Step[] = [];
  for (const filter of filters) {
    const decision =
      filter.name === 'envoy.filters.http.rbac'
        ? decideRbac(filter, subject, push.trustDomains)
        : decideExtAuthz(filter, subject, circumstances.customDecision, push.trustDomains);
    const { isAllowed, reason } = decision;
    if (reason !== '') {
      const name = filter.name.replace('.http.', '.network.');
      const outcome = isAllowed ? 'passed' : 'denied';
      steps.push(...traced(simulation, () => ({ stage: 'network-filter', name, outcome, reason })));
    }
    if (!isAllowed) {
      return exchange(failed(isProxied, 'reset', { kind: 'denied', policy: decision.policy, reason }), steps);
    }
    policy ||= decision.policy;
  }
  return after(steps, route(simulation, { proxy, connection, route: undefined, policy }, terminal));
}

function route(simulation: Simulation, outgoing: Outgoing, { clusters, source }: TcpProxy): Exchange {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  const next = mixed(
    clusters.map((cluster) => {
      const probability = clusters.length === 1 ? 1 : cluster.weight / total;
      if (clusters.length === 1) {
        return { probability, exchange: forward(simulation, outgoing, cluster) };
      }
      const steps = traced(simulation, () => ({
        stage: 'router',
        name: source?.label ?? '',
        outcome: percent(probability),
        reason: `to ${cluster.name}`,
        share: probability,
      }));
      return { probability, exchange: after(steps, forward(simulation, outgoing, cluster)) };
    }),
  );
  if (source === undefined) {
    return next;
  }
  const { label } = source;
  const steps = traced(simulation, () => ({ stage: 'route', name: label, outcome: 'matched', reason: '' }));
  return matchedBefore({ connectionRoute: label }, after(steps, next));
}
