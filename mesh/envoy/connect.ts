import type { Endpoint } from '../model/service.js';
import { reachApplication } from './application.js';
import type { Connection } from './connection.js';
import { type Exchange, exchange } from './exchange.js';
import { enterGateway } from './gateway.js';
import { enterSidecar } from './inbound.js';
import { failed } from './response.js';
import type { Simulation } from './simulation.js';
import { enterZtunnel } from './ztunnel.js';

/** Takes a connection to what listens at an endpoint: a sidecar, a gateway, ztunnel, or the application itself. */
export function connect(simulation: Simulation, connection: Connection, endpoint: Endpoint): Exchange {
  const { workload, port } = endpoint;
  switch (workload?.proxy) {
    case 'sidecar':
      return enterSidecar(simulation, connection, workload, port);
    case 'gateway':
      return enterGateway(simulation, connection, workload, port);
    case 'waypoint': {
      const reason = `${workload.name} is a waypoint, which only ztunnel speaks to`;
      return exchange({ ...failed(connection.isProxied, 'reset', { reason }), failure: undefined });
    }
    default:
      return workload?.isAmbient === true
        ? enterZtunnel(simulation, connection, workload, endpoint)
        : exchange(reachApplication(simulation, connection, endpoint));
  }
}
