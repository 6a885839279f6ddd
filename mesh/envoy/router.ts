import type { HeaderChanges } from '../istio/route-source.js';
import type { Route, WeightedCluster } from '../proxy/route-configuration.js';
import { map } from './distribution.js';
import { after, type Exchange, exchange, matchedBefore, mixed, type Part } from './exchange.js';
import { changeRequest } from './header-mutation.js';
import type { HttpStream, StreamContext } from './http-stream.js';
import type { Outgoing } from './outgoing.js';
import { httpsTarget, isEndless, redirectTarget } from './redirect.js';
import { type Response, response } from './response.js';
import { isForTls } from './route-table.js';
import { type Simulation, traced } from './simulation.js';
import { percent } from './trace.js';
import { forward } from './upstream.js';

/**
 * What the router, the last HTTP filter, does by the route: answers itself, or sends the request to one of the clusters
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter).
 */
export function routeRequest(simulation: Simulation, context: StreamContext, stream: HttpStream): Exchange {
  const { match, request } = stream;
  const { virtualHost, route } = match ?? {};
  const answer = (status: string, parts: Partial<Response> & Pick<Response, 'kind' | 'reason'>): Exchange =>
    exchange(
      response({ status, ...parts }),
      traced(simulation, () => ({ stage: 'router', name: route?.label ?? '', outcome: status, reason: parts.reason })),
    );
  if (virtualHost === undefined) {
    return answer('404', { kind: 'lost', flag: 'NR', reason: `no virtual host is for ${request.authority}` });
  }
  if (isForTls(virtualHost, request)) {
    const reason = `plain HTTP for ${virtualHost.name} is redirected to https`;
    return matchedBefore({ redirect: httpsTarget(request) }, answer('301', { kind: 'answered', reason }));
  }
  if (route === undefined) {
    return answer('404', { kind: 'lost', flag: 'NR', reason: `no route of ${virtualHost.name} takes the request` });
  }
  const { rule, clusters } = route;
  if (rule?.redirect !== undefined) {
    const redirect = redirectTarget(rule.redirect, request, route.match, route.port);
    const itself = isEndless(redirect, request) ? ', the URL that was asked for: the redirect never ends' : '';
    const reason = `redirect to ${redirect}${itself}`;
    return matchedBefore({ redirect }, answer(String(rule.redirect.status), { kind: 'answered', reason }));
  }
  if (rule?.directStatus !== undefined) {
    return answer(String(rule.directStatus), { kind: 'answered', reason: 'direct response' });
  }
  if (route.directStatus !== undefined) {
    const reason = `REGISTRY_ONLY refuses ${request.authority}, which the sidecar does not know`;
    return matchedBefore({ catchAll: route.label }, answer(String(route.directStatus), { kind: 'lost', reason }));
  }
  if (clusters.length === 0) {
    return answer('404', { kind: 'lost', flag: 'NR', reason: `${route.label} has no destination` });
  }
  return mixed(partsOf(simulation, context, stream, route));
}

function partsOf(simulation: Simulation, context: StreamContext, stream: HttpStream, route: Route): readonly Part[] {
  const { proxy, connection } = context;
  const { clusters, rule } = route;
  const { request, policy } = stream;
  const unchanged: Outgoing = {
    proxy,
    connection: connection.request === request ? connection : { ...connection, request },
    route,
    policy,
  };
  const send = (cluster: WeightedCluster): Exchange => {
    const { destination } = cluster;
    const changed =
      rule === undefined || destination === undefined
        ? request
        : changeRequest(request, rule, route.match, destination);
    const outgoing =
      changed === request ? unchanged : { ...unchanged, connection: { ...connection, request: changed } };
    return saying(destination?.headers, forward(simulation, outgoing, cluster));
  };
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  return clusters.map((cluster) => {
    const probability = clusters.length === 1 ? 1 : cluster.weight / total;
    if (clusters.length === 1) {
      return { probability, exchange: send(cluster) };
    }
    const steps = traced(simulation, () => ({
      stage: 'router',
      name: route.label,
      outcome: percent(probability),
      reason: `to ${cluster.name}`,
      share: probability,
    }));
    return { probability, exchange: after(steps, send(cluster)) };
  });
}

/** What comes of requests whose headers the destination changes: where they arrive says so. */
function saying(headers: HeaderChanges | undefined, sent: Exchange): Exchange {
  return headers === undefined
    ? sent
    : {
        ...sent,
        responses: map(sent.responses, (value) =>
          value.upstream === undefined ? value : { ...value, upstream: { ...value.upstream, headers } },
        ),
      };
}
