import type { HttpRule } from '../istio/route-source.js';
import { type Cluster, type ClusterShare, serverNameOf, type Wire } from '../proxy/cluster.js';
import type { Indexes } from '../proxy/push-context.js';
import { splitAuthority } from '../request/query.js';
import { type Delivery, deliver } from './delivery.js';
import type { Arrival, Journey, Passage, Sender } from './journey.js';
import type { EndpointShare } from './load-balancing.js';
import type { Address } from './network.js';
import { awaited, retried } from './retry.js';

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
    status,
    host: cluster.host,
    failure: cluster.reason,
  });
}

/** What is known of a cluster when requests leave for its endpoints. */
type Upstream = Pick<Cluster, 'host' | 'port' | 'subset' | 'service' | 'serverName'>;

function sniOn(wire: Wire, part: Upstream, { request, isHttp, sni }: Passage): string {
  if (wire === 'plaintext') {
    return sni;
  }
  // Only TLS that is not the mesh's own asks for the name that the request has.
  const isAsked = isHttp && wire !== 'mutual' && part.serverName === '';
  return serverNameOf(part, wire, isAsked ? splitAuthority(request.authority).host : '');
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
      const waiting = passage.isProxied ? rule : undefined;
      enterNextGateway(indexes, journey, passage, arrival, waiting, probability * share.share);
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

/** What the next proxy makes of a share; the rule of the one before, if any, waits for its end and retries. */
function enterNextGateway(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  arrival: Arrival,
  waiting: HttpRule | undefined,
  probability: number,
): void {
  const enter = () => journey.enterGateway(indexes, journey, passage, arrival, probability);
  if (waiting === undefined) {
    enter();
    return;
  }
  const { tally } = journey;
  for (const end of awaited(tally.collect(enter), waiting)) {
    tally.end(end.probability, end.ending, end.delay);
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
    status: delivery.status,
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
    tally.reach({ ...nowhere, host, subset: cluster.subset, probability: reached, status: delivery.status });
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
    const status = passage.isProxied ? '503' : 'reset';
    tally.end(probability, { status, kind: 'lost', policy: '', reason });
    tally.reach({ ...nowhere, host, subset: cluster.subset, probability: reached, status, failure: reason });
    return;
  }
  const wired = shares.map((share) => ({ ...share, wire }));
  sendToEndpoints(indexes, journey, passage, sender, part, wired, undefined, probability, reached);
}

const nowhere = { cluster: '', namespace: '', workload: '', version: '', failure: '' };
