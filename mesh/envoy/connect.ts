import type { Endpoint } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { accepted, reachApplication } from './application.js';
import { type Connection, isTlsOutside } from './connection.js';
import { after, type Exchange, exchange, mixed } from './exchange.js';
import { enterGateway } from './gateway.js';
import { enterSidecar } from './inbound.js';
import { failed, type Response } from './response.js';
import { type Simulation, traced } from './simulation.js';
import { enterWaypoint } from './waypoint.js';
import { enterZtunnel } from './ztunnel.js';

/** Takes a connection to what listens at an endpoint: a sidecar, a gateway, ztunnel, or the application itself. */
export function connect(simulation: Simulation, connection: Connection, endpoint: Endpoint): Exchange {
  const { workload, port } = endpoint;
  if (workload === undefined || workload.proxy === 'none') {
    return workload?.isAmbient === true
      ? enterZtunnel(simulation, connection, workload, endpoint)
      : exchange(reachApplication(simulation, connection, endpoint));
  }
  if (simulation.push.captures.of(workload).isProxyPort(port)) {
    return exchange(reachProxyPort(connection, workload, port));
  }
  switch (workload.proxy) {
    case 'sidecar':
      return enterPod(simulation, connection, workload, endpoint);
    case 'gateway':
      return enterGateway(simulation, connection, workload, port);
    default:
      return enterWaypoint(simulation, connection, workload);
  }
}

/** What the ports of a proxy itself answer: they speak HTTP in plain text, and no policy is for them. */
function reachProxyPort(connection: Connection, { name }: Workload, port: number): Response {
  const reason = `port ${port} is the proxy's own, which does not speak TLS`;
  return isTlsOutside(connection)
    ? failed(connection.isProxied, 'connect-failure', { reason: `${name}: ${reason}` })
    : accepted(connection.isHttp, '');
}

/** Takes a connection into a pod with a sidecar, which may leave the port alone. */
function enterPod(simulation: Simulation, connection: Connection, workload: Workload, endpoint: Endpoint): Exchange {
  const { port } = endpoint;
  const enter = (): Exchange => enterSidecar(simulation, connection, workload, port);
  const bypass = simulation.push.captures.of(workload).bypassesInbound(port);
  if (bypass === undefined) {
    return enter();
  }
  const steps = traced(simulation, () => ({
    stage: 'capture',
    name: `${workload.namespace}/${workload.name}:${port}`,
    outcome: 'passes the sidecar by',
    reason: bypass,
  }));
  const past = after(steps, exchange(reachApplication(simulation, connection, endpoint)));
  if (connection.sidecarOf !== workload) {
    return past;
  }
  // What a sidecar sends to its own pod goes to its own inbound listener, whatever is excluded.
  const self = 1 / Math.max(1, workload.replicas);
  const parts = [
    { probability: self, exchange: enter() },
    { probability: 1 - self, exchange: past },
  ].filter(({ probability }) => probability > 0);
  return { ...mixed(parts), isFixed: false };
}
