import { exchange } from '../../../mesh/envoy/exchange.js';
import { longestWay, type ServingProxy, type Simulation } from '../../../mesh/envoy/simulation.js';
import type { Step } from '../../../mesh/envoy/trace.js';
import { noStates } from '../../../mesh/envoy/workload-state.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Endpoint, MeshService } from '../../../mesh/model/service.js';
import type { Workload } from '../../../mesh/model/workload.js';
import { PushContext } from '../../../mesh/proxy/push-context.js';
import { resourcesOf } from '../resources.js';
import { answerOf } from './fixtures.js';

/**
 * A question to the mesh of a YAML text. Where a connection arrives, `200 at WORKLOAD:PORT over SOCKET` is the answer, unless `connect` says
 * otherwise.
 */
export function simulationOf(
  text: string,
  circumstances: Partial<Simulation['circumstances']> = {},
  connect: Simulation['connect'] = (_, { transportSocket }, { workload, address, port }) =>
    exchange(answerOf({ reason: `at ${workload?.name ?? address}:${port} over ${transportSocket}` })),
): Simulation {
  return {
    push: PushContext.of(buildMesh(resourcesOf(text))),
    circumstances: {
      customDecision: 'allow',
      clientCertificate: false,
      sourceIp: undefined,
      states: noStates,
      ...circumstances,
    },
    isTracing: true,
    connect,
  };
}

/** A workload of the mesh by its name. */
export function workloadIn({ push: { mesh } }: Simulation, name: string, namespace = 'shop'): Workload {
  const workload = mesh.workloadsIn(namespace).find((one) => one.name === name);
  if (workload === undefined) {
    throw new Error(`no workload ${namespace}/${name}`);
  }
  return workload;
}

/** A service of the mesh by its name, which stands for `NAME.shop.svc.cluster.local`, or by its host. */
export function serviceIn({ push: { mesh } }: Simulation, name: string): MeshService {
  const host = name.includes('.') ? name : `${name}.shop.svc.cluster.local`;
  const [service] = mesh.servicesAt(host);
  if (service === undefined) {
    throw new Error(`no service ${host}`);
  }
  return service;
}

/** The first endpoint of a service. */
export function endpointIn(simulation: Simulation, name: string, port = 80): Endpoint {
  const [endpoint] = serviceIn(simulation, name).endpoints(port);
  if (endpoint === undefined) {
    throw new Error(`${name} has no endpoint at ${port}`);
  }
  return endpoint;
}

/** The sidecar of a workload as it sends out what its application connects to, at `port` of a host. */
export function outboundProxy(simulation: Simulation, name: string, host = 'web', port = 80): ServingProxy {
  const { push } = simulation;
  const workload = workloadIn(simulation, name);
  const node = push.nodeOf(workload);
  const original = { address: push.network.resolve(host, workload.namespace), port };
  return { kind: 'outbound', routes: push.outbound.of(node), node, workload, port, original };
}

/** The sidecar of a workload as it takes what comes in at a port. */
export function inboundProxy(simulation: Simulation, name: string, port = 80): ServingProxy {
  const workload = workloadIn(simulation, name);
  const node = simulation.push.nodeOf(workload);
  return { kind: 'inbound', routes: undefined, node, workload, port, original: undefined };
}

/** More gateways than a request may pass. */
export const tooDeep = longestWay + 1;

/** Steps as `STAGE NAME OUTCOME`. */
export function brief(steps: readonly Step[]): readonly string[] {
  return steps.map(({ stage, name, outcome }) => [stage, name, outcome].filter(Boolean).join(' '));
}
