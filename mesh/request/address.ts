import type { MeshService, ServicePort } from '../model/service.js';

const schemes: Readonly<Record<string, string>> = {
  https: 'https',
  tls: 'tls',
  grpc: 'grpc',
  tcp: 'tcp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
};
const defaultPorts: Readonly<Record<string, number>> = { http: 80, grpc: 80, https: 443, tls: 443 };

/** The URL of a port of a service, in the scheme that the port's protocol speaks; undefined for UDP. */
export function addressOf(service: MeshService, port: ServicePort): string | undefined {
  if (port.transport === 'UDP') {
    return undefined;
  }
  return urlOf(schemes[port.protocol] ?? 'http', service.host.replace('*', 'any'), port.number);
}

/** A URL that ends at the authority; the port is left out where the scheme says it. */
export function urlOf(scheme: string, host: string, port: number): string {
  return `${scheme}://${host}${defaultPorts[scheme] === port ? '' : `:${port}`}`;
}
