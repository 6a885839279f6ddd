import { connect } from '../envoy/connect.js';
import { type Connection, contentProtocols, type NetworkSource } from '../envoy/connection.js';
import { after, type Exchange, exchange, matchedBefore } from '../envoy/exchange.js';
import { sendToAddress } from '../envoy/hosts.js';
import { networkSource } from '../envoy/network.js';
import { leaveThroughSidecar } from '../envoy/outbound.js';
import { readPathNormalization } from '../envoy/path-normalization.js';
import { response } from '../envoy/response.js';
import { type Destination, type Simulation, traced } from '../envoy/simulation.js';
import { leaveThroughZtunnel } from '../envoy/ztunnel.js';
import { anyAllocatedAddress, capturesAmbientDns } from '../istio/allocated-addresses.js';
import { type Address, serviceAddress } from '../kubernetes/cluster-network.js';
import { addressPeer } from '../kubernetes/network-policy.js';
import type { Workload } from '../model/workload.js';
import { lookUp } from '../proxy/name-table.js';
import type { PushContext } from '../proxy/push-context.js';
import { isIpAddress, socketAddress } from '../text/ip-address.js';
import { statesOf } from './assumed-state.js';
import type { Downstream } from './downstream.js';
import { entryFor } from './entry.js';
import { httpRequestOf } from './http-request.js';
import type { RequestQuery, Target } from './query.js';

/** A question with its parts read. */
export interface Question {
  readonly query: RequestQuery;
  readonly target: Target;
  readonly downstream: Downstream;
}

/** What comes of a request; `isTracing` writes down how it came about. */
export function evaluate(push: PushContext, question: Question, isTracing: boolean): Exchange {
  const { query, downstream } = question;
  const simulation: Simulation = {
    push,
    circumstances: {
      customDecision: query.customDecision ?? 'allow',
      clientCertificate: query.clientCertificate === true,
      sourceIp: sourceIpOf(query),
      states: statesOf(query),
    },
    isTracing,
    connect,
  };
  const connection = connectionOf(push, question);
  return downstream.isInternet
    ? arriveFromInternet(simulation, question, connection)
    : leave(simulation, question, connection);
}

function connectionOf(push: PushContext, { query, target, downstream }: Question): Connection {
  const isTls = target.scheme === 'https' || target.scheme === 'tls';
  const isHttp = target.scheme !== 'tcp' && target.scheme !== 'tls';
  return {
    request: httpRequestOf(query, target, readPathNormalization(push.mesh.config.raw['pathNormalization'])),
    isHttp,
    isTls,
    transportSocket: 'plaintext',
    sni: isTls ? target.host : '',
    applicationProtocols: contentProtocols({ isHttp, isTls }),
    principal: undefined,
    sidecarOf: undefined,
    tunnelTo: undefined,
    source: sourceOf(push, downstream, sourceIpOf(query)),
    sourceIp: sourceIpOf(query),
    isProxied: false,
    depth: 0,
  };
}

/** The caller as the network sees it. */
function sourceOf(push: PushContext, downstream: Downstream, sourceIp: string | undefined): NetworkSource {
  const { isInternet, isNamed, workload, namespace, labels, node } = downstream;
  if (workload !== undefined) {
    return networkSource(push, workload);
  }
  if (isInternet) {
    return { peer: addressPeer('outside', sourceIp), cluster: '', workload };
  }
  const pod = push.networkPolicies.podOf(namespace, labels, node.cluster);
  // What is described has no more labels than the description; what is named and not in the files may have any.
  const known = { areLabelsKnown: !isNamed, areNamespaceLabelsKnown: !isNamed || pod.areNamespaceLabelsKnown === true };
  return { peer: { ...pod, address: sourceIp, ...known }, cluster: node.cluster, workload };
}

/** The address of the caller as a socket has it. */
function sourceIpOf({ sourceIp }: RequestQuery): string | undefined {
  return sourceIp === undefined ? undefined : socketAddress(sourceIp);
}

function leave(simulation: Simulation, { downstream, target }: Question, connection: Connection): Exchange {
  const { workload, hasSidecar, label } = downstream;
  const address = resolve(simulation, downstream, target.host);
  const steps = traced(simulation, () => ({
    stage: 'downstream',
    name: label,
    outcome: hasSidecar ? 'has a sidecar' : downstream.isAmbient ? 'has ztunnel' : 'has no proxy',
    reason: workload === undefined ? 'it is not in the files' : '',
  }));
  if (address.kind === 'none') {
    return after(steps, unknownAddress(simulation, `DNS knows no ${target.host}`));
  }
  const beside = downstream.isPlaced ? undefined : address.service?.workloads[0]?.cluster;
  const node = beside === undefined ? downstream.node : { ...downstream.node, cluster: beside };
  const destination: Destination = { address, port: target.port };
  const bypass = hasSidecar ? bypassOf(simulation, destination, workload) : undefined;
  if (bypass !== undefined) {
    const past = traced(simulation, () => ({
      stage: 'capture',
      name: label,
      outcome: 'passes the sidecar by',
      reason: bypass,
    }));
    return after([...steps, ...past], sendToAddress(simulation, connection, node, destination, undefined));
  }
  const sent = hasSidecar
    ? leaveThroughSidecar(simulation, connection, node, workload, destination)
    : downstream.isAmbient
      ? leaveThroughZtunnel(simulation, connection, node, destination)
      : sendToAddress(simulation, connection, node, destination, undefined);
  return after(steps, sent);
}

/** What a name leads to: by the sidecar or ztunnel where it answers the DNS of the pod, else by the cluster's DNS. */
function resolve({ push }: Simulation, downstream: Downstream, host: string): Address {
  const { namespace, hasSidecar, isAmbient, workload, node } = downstream;
  const address = push.network.resolve(host, namespace);
  if (address.service !== undefined) {
    return address;
  }
  const isCaptured = hasSidecar ? node.capturesDns : isAmbient && capturesAmbientDns(workload);
  const scope = hasSidecar ? node.scope : push.scopes.ofGateway(namespace);
  return (isCaptured ? lookUp(scope, host) : undefined) ?? address;
}

/** Why a connection does not go through the sidecar of its sender; undefined when it does. */
function bypassOf({ push }: Simulation, { address, port }: Destination, workload: Workload | undefined) {
  const ip = isIpAddress(address.ip) ? address.ip : address.kind === 'allocated' ? anyAllocatedAddress : undefined;
  return push.captures.of(workload).bypassesOutbound(port, ip, address.kind !== 'external');
}

function arriveFromInternet(simulation: Simulation, { query, target }: Question, connection: Connection): Exchange {
  const entry = entryFor(simulation.push.mesh, query.via, target.port);
  if (entry === undefined) {
    const reason =
      query.via === undefined
        ? `no gateway has port ${target.port}`
        : `there is no Service ${query.via} with port ${target.port}`;
    return unknownAddress(simulation, reason);
  }
  const { service, port } = entry;
  const name = `${service.namespace}/${service.name}:${port}`;
  const steps = traced(simulation, () => ({
    stage: 'downstream',
    name: 'internet',
    outcome: `reaches Service ${name}`,
    reason: '',
  }));
  const address = { kind: 'service', host: service.host, service, ip: serviceAddress(service) } as const;
  const origin = { cluster: service.instances[0]?.cluster ?? '', namespace: '' };
  return after(steps, sendToAddress(simulation, connection, origin, { address, port }, undefined));
}

function unknownAddress(simulation: Simulation, reason: string): Exchange {
  return matchedBefore(
    {},
    exchange(
      response({ status: 'reset', kind: 'lost', reason }),
      traced(simulation, () => ({ stage: 'dns', name: '', outcome: 'reset', reason })),
    ),
  );
}
