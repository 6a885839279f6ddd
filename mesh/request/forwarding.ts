import { type bindRules, connectionMatches, fitsSni } from './bound-rules.js';
import { type Cluster, type ClusterShare, serverNameOf, type Wire } from './clusters.js';
import { type Delivery, deliver } from './delivery.js';
import type { Indexes } from './indexes.js';
import type { Arrival, Journey, Passage, Sender } from './journey.js';
import type { EndpointShare } from './locality.js';
import type { Address } from './network.js';
import { answersPreflight } from './preflight.js';
import { splitAuthority } from './query.js';
import { changeRequest, redirectTarget } from './request-changes.js';
import { retried } from './retries.js';
import type { ConnectionRule, HttpRule, RouteDestination, RoutingConfig } from './routing-config.js';
import type { BoundRule, VirtualHost } from './virtual-host.js';

/** Sends HTTP requests on by the rules of a virtual host. */
export function routeHttp(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  host: VirtualHost,
  port: number,
  claims: Passage['token']['claims'],
  probability: number,
): void {
  const { tally } = journey;
  const { request } = passage;
  if (host.redirectsToHttps && request.scheme === 'http') {
    tally.redirect ??= `https://${request.authority.replace(/:\d+$/, '')}${request.path}`;
    tally.end(probability, answered('301', `plain HTTP for ${host.name} is redirected to https`));
    tally.say(`plain HTTP for ${host.name} is redirected to https: 301`);
    return;
  }
  if (host.service !== undefined) {
    tally.say(`no route is declared for ${host.name}: every request goes to the service`);
    const cluster = indexes.clusters.find(sender.scope, sender.client, host.service.host, host.service.port, '');
    sendToCluster(indexes, journey, passage, sender, cluster, undefined, probability);
    return;
  }
  for (const { rule, conditions } of host.rules) {
    for (const index of conditions) {
      const condition = rule.conditions[index];
      if (condition?.holds(request, claims)) {
        tally.follow(rule);
        if (tally.isTracing) {
          tally.say(`${rule.label} takes it`);
        }
        applyRule(indexes, journey, passage, sender, rule, index, port, probability);
        return;
      }
      if (tally.isTracing) {
        tally.passOver(
          nameOf({ rule, conditions }, index),
          `it wants ${condition?.failure(request, claims) ?? 'more'}`,
        );
      }
    }
  }
  tally.say(`no rule for ${host.name} takes the request: 404`);
  tally.end(probability, { status: '404', kind: 'lost', policy: '', reason: 'no rule matches' });
}

function nameOf({ rule, conditions }: BoundRule, index: number): string {
  return conditions.length === 1 ? rule.label : `${rule.label} match[${index}]`;
}

function answered(status: string, reason: string) {
  return { status, kind: 'answered' as const, policy: '', reason };
}

function applyRule(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  rule: HttpRule,
  matchIndex: number,
  port: number,
  probability: number,
): void {
  const { tally } = journey;
  let rest = probability;
  const abort = rule.fault?.abort;
  if (abort !== undefined && abort.probability > 0) {
    tally.say(`fault: ${percent(abort.probability)} are aborted with ${abort.status}`);
    tally.end(probability * abort.probability, answered(String(abort.status), 'fault'));
    rest -= probability * abort.probability;
  }
  if (rule.fault?.delay !== undefined && rule.fault.delay.probability > 0) {
    tally.say(`fault: ${percent(rule.fault.delay.probability)} are delayed by ${rule.fault.delay.duration}`);
  }
  if (answersPreflight(rule.cors, passage.request)) {
    tally.say('the proxy answers the preflight itself: 200');
    endShare(tally, rest, '200', 'preflight');
    return;
  }
  const match = rule.matches[matchIndex];
  if (rule.redirect !== undefined) {
    tally.redirect ??= redirectTarget(rule.redirect, passage.request, match);
    tally.say(`redirect with ${rule.redirect.status} to ${tally.redirect}`);
    endShare(tally, rest, String(rule.redirect.status), 'redirect');
    return;
  }
  if (rule.directStatus !== undefined) {
    tally.say(`direct response ${rule.directStatus}`);
    endShare(tally, rest, String(rule.directStatus), 'direct response');
    return;
  }
  const destinations =
    rule.destinations.length === 1 ? rule.destinations : rule.destinations.filter(({ weight }) => weight > 0);
  const total = destinations.length === 1 ? 1 : destinations.reduce((sum, { weight }) => sum + weight, 0);
  if (destinations.length === 0) {
    tally.say(`${rule.label} has no destination`);
    tally.end(rest, { status: '404', kind: 'lost', policy: '', reason: `${rule.label} has no destination` });
    return;
  }
  for (const destination of destinations) {
    const share = destinations.length === 1 ? 1 : destination.weight / total;
    const request = changeRequest(passage.request, rule, match, destination);
    const next = request === passage.request ? passage : { ...passage, request };
    const cluster = findCluster(indexes, sender, destination, port);
    if (tally.isTracing) {
      tally.say(`${percent(share)} to ${describeCluster(cluster)}`);
    }
    // A fault that aborts everything still leaves the question where requests would go.
    const sent = rest > 0 ? rest * share : 0;
    sendToCluster(indexes, journey, next, sender, cluster, rule, sent, abort?.probability === 1 ? share : sent);
  }
}

function endShare(tally: Journey['tally'], probability: number, status: string, reason: string): void {
  if (probability > 0) {
    tally.end(probability, answered(status, reason));
  }
}

function describeCluster({ host, port, subset }: Cluster): string {
  return `${host || '(no backend)'}:${port}${subset === '' ? '' : ` subset ${subset}`}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

/** The cluster of a destination; without a port it is that of a gateway's only port, else the one that the caller used. */
function findCluster(indexes: Indexes, sender: Sender, destination: RouteDestination, listenPort: number): Cluster {
  const { host, subset } = destination;
  let port = destination.port;
  if (port === undefined) {
    const ports = sender.client.isGateway ? sender.scope.services.get(host)?.service.ports : undefined;
    port = ports?.length === 1 ? (ports[0]?.number ?? listenPort) : listenPort;
  }
  return indexes.clusters.find(sender.scope, sender.client, host, port, subset);
}

/** Sends a share of the requests to a cluster. `reached` is what counts for the outcomes, where it differs. */
export function sendToCluster(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  cluster: Cluster,
  rule: HttpRule | undefined,
  probability: number,
  reached = probability,
): void {
  const { tally } = journey;
  const next = passage.principal === sender.principal ? passage : { ...passage, principal: sender.principal };
  if (tally.isTracing && cluster.rules.length > 0) {
    tally.say(`DestinationRule ${cluster.rules.join(', ')} holds for ${cluster.host}`);
  }
  if (cluster.kind === 'missing' || (cluster.kind === 'endpoints' && cluster.shares.length === 0)) {
    const missing = String(rule?.missingStatus ?? 503);
    const status = !passage.isProxied ? 'reset' : cluster.kind === 'missing' ? missing : '503';
    tally.say(`${cluster.reason}: ${status}`);
    lose(journey, cluster, status, probability, reached);
    return;
  }
  if (tally.isTracing && cluster.wireReason !== '') {
    tally.say(`${cluster.host}: ${cluster.wireReason}`);
  }
  if (cluster.kind === 'original') {
    sendToAddress(indexes, journey, next, sender, cluster.wire, probability, reached, cluster);
    return;
  }
  sendToEndpoints(indexes, journey, next, sender, cluster, cluster.shares, rule, probability, reached);
}

function lose(journey: Journey, cluster: Cluster, status: string, probability: number, reached: number): void {
  const { tally } = journey;
  tally.end(probability, { status, kind: 'lost', policy: '', reason: cluster.reason });
  tally.reach({
    cluster: '',
    namespace: '',
    workload: '',
    version: '',
    subset: cluster.subset,
    probability: reached,
    host: cluster.host,
    failure: cluster.reason,
  });
}

/** What is known of a cluster when requests leave for its endpoints. */
type Upstream = Pick<Cluster, 'host' | 'port' | 'subset' | 'service' | 'serverName'>;

function sniOn(wire: Wire, part: Upstream, { request, isHttp, sni }: Passage): string {
  return wire === 'plaintext' ? sni : serverNameOf(part, wire, isHttp ? splitAuthority(request.authority).host : '');
}

function sendToEndpoints(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  part: Upstream,
  shares: readonly ClusterShare[],
  rule: HttpRule | undefined,
  probability: number,
  reached: number,
): void {
  const { host, subset, service } = part;
  const ends: { share: ClusterShare; delivery: Delivery }[] = [];
  for (const share of shares) {
    const { endpoint, wire } = share;
    const inCluster =
      endpoint.workload === undefined ? indexes.network.resolve(endpoint.address, sender.scope.namespace) : undefined;
    if (inCluster?.service !== undefined && inCluster.service !== service) {
      const original = { address: inCluster, port: endpoint.port };
      sendToAddress(
        indexes,
        journey,
        passage,
        { ...sender, original },
        wire,
        probability * share.share,
        reached * share.share,
        part,
      );
      continue;
    }
    const { workload } = endpoint;
    const sni = sniOn(wire, part, passage);
    const { port, address } = endpoint;
    const arrival: Arrival = { workload, port, address, wire, sni, host, subset, service };
    if (workload?.proxy === 'gateway' || workload?.proxy === 'waypoint') {
      journey.enterGateway(indexes, journey, passage, arrival, probability * share.share);
      continue;
    }
    ends.push({ share, delivery: deliver(indexes, journey, passage, arrival) });
  }
  if (ends.every(({ delivery }) => delivery.kind === 'allowed')) {
    for (const { share, delivery } of ends) {
      finish(journey, { host, subset }, share, share.wire, delivery, probability * share.share, reached * share.share);
    }
    return;
  }
  for (const { share, delivery, chance } of retried(ends, passage.isProxied, rule?.retries)) {
    finish(journey, { host, subset }, share, share.wire, delivery, probability * chance, reached * chance);
  }
}

function finish(
  journey: Journey,
  { host, subset }: { readonly host: string; readonly subset: string },
  { endpoint }: EndpointShare,
  wire: Wire,
  delivery: Delivery,
  probability: number,
  reached: number,
): void {
  const { tally } = journey;
  tally.send(wire);
  if (tally.isTracing) {
    tally.say(`${endpoint.workload?.name ?? endpoint.address}: ${delivery.status}, ${delivery.reason}`);
  }
  tally.end(probability, delivery);
  const { workload } = endpoint;
  tally.reach({
    cluster: endpoint.cluster,
    namespace: workload?.namespace ?? '',
    workload: workload?.name ?? '',
    version: workload?.version ?? endpoint.labels['version'] ?? '',
    subset,
    probability: reached,
    host: host || endpoint.address,
    failure: workload === undefined && delivery.kind !== 'allowed' ? delivery.reason : '',
  });
}

/** Sends requests to the address that the caller used, as Kubernetes itself serves it. */
export function sendToAddress(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  wire: Wire,
  probability: number,
  reached = probability,
  cluster: Omit<Upstream, 'service'> = { host: '', port: 0, subset: '', serverName: '' },
): void {
  const { tally } = journey;
  const { original } = sender;
  const address: Address = original?.address ?? { kind: 'none', host: '', service: undefined };
  const host = cluster.host || address.host;
  const part = { ...cluster, host, service: address.service };
  if (address.kind === 'external') {
    tally.send(wire);
    const delivery = deliver(indexes, journey, passage, {
      workload: undefined,
      port: original?.port ?? 0,
      address: address.host,
      wire,
      sni: sniOn(wire, part, passage),
      host,
      subset: '',
      service: undefined,
    });
    tally.say(`${address.host} is outside the mesh`);
    tally.end(probability, delivery);
    tally.reach({ ...nowhere, host, subset: cluster.subset, probability: reached });
    return;
  }
  const shares =
    address.service === undefined ? [] : indexes.network.shares(address.service, original?.port ?? 0, sender.cluster);
  if (shares.length === 0) {
    const reason =
      address.service === undefined
        ? `DNS knows no ${address.host || journey.target.host}`
        : `${address.host} has no endpoint at ${original?.port}`;
    tally.say(reason);
    tally.end(probability, { status: passage.isProxied ? '503' : 'reset', kind: 'lost', policy: '', reason });
    tally.reach({ ...nowhere, host, subset: cluster.subset, probability: reached, failure: reason });
    return;
  }
  const wired = shares.map((share) => ({ ...share, wire }));
  sendToEndpoints(indexes, journey, passage, sender, part, wired, undefined, probability, reached);
}

const nowhere = { cluster: '', namespace: '', workload: '', version: '', failure: '' };

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
      const length = Math.max(0, ...hosts.map((host) => (host.startsWith('*') ? host.length : 1000 + host.length)));
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
