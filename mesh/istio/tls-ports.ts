import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { GatewayServer } from './gateway-server.js';
import type { RouteSource } from './route-source.js';
import type { ServerPorts } from './server-ports.js';

/**
 * Ports at which applications speak TLS themselves: those that a Service calls so, and those that a route sends TLS to which no proxy has
 * opened, whatever the Service calls them.
 */
export class TlsPorts {
  /** `host:port` of what gets TLS unopened. */
  private readonly passedOn = new Set<string>();

  constructor(
    mesh: Mesh,
    private readonly ports: ServerPorts,
    sources: readonly RouteSource[],
    servers: readonly GatewayServer[],
  ) {
    const passing = new Set(servers.filter(({ tls }) => tls?.mode === 'PASSTHROUGH').map(({ gateway }) => gateway)).add(
      'mesh',
    );
    for (const { tls, gateways } of sources) {
      for (const { destinations } of gateways.some((gateway) => passing.has(gateway)) ? tls : []) {
        for (const { host, port } of destinations) {
          this.add(mesh, host, port);
        }
      }
    }
  }

  /** Whether the application speaks TLS itself at a port. */
  speaksTls(workload: Workload, target: number): boolean {
    const protocol = this.ports.at(workload, target)?.port.protocol;
    return (
      protocol === 'https' ||
      protocol === 'tls' ||
      (this.passedOn.size > 0 &&
        this.ports
          .of(workload)
          .some((one) => one.target === target && this.passedOn.has(`${one.service.host}:${one.port.number}`)))
    );
  }

  private add(mesh: Mesh, host: string, port: number | undefined): void {
    const numbers = port === undefined ? mesh.servicesAt(host).flatMap(({ ports }) => ports) : [{ number: port }];
    // A destination without a port is that of a Service with one port only.
    if (numbers.length === 1) {
      this.passedOn.add(`${host}:${numbers[0]?.number}`);
    }
  }
}
