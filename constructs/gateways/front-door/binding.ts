import type { Construct } from 'constructs';
import { IngressBinding } from '../ingress-binding.js';
import type { IngressGateway } from '../ingress-gateway.js';
import { FrontDoor } from './front-door.js';
import type { FrontDoorSettings } from './settings.js';

/** A service that is exposed. */
interface ExposedService extends Construct {
  readonly name: string;
  readonly namespace: string;
}

/** What a service is exposed at: a Gateway that listens already, or a front door that is made for it. */
export function bindingOf(
  service: ExposedService,
  gateway: IngressBinding | IngressGateway,
  hosts: readonly string[],
  settings: object,
): IngressBinding {
  if (gateway instanceof IngressBinding) return gateway;
  const count = service.node.children.filter((child) => child instanceof FrontDoor).length;
  const name = count === 0 ? service.name : `${service.name}-${count + 1}`;
  const { namespace } = service;
  const id = `front-door-${count + 1}`;
  return new FrontDoor(service, id, { ...(settings as FrontDoorSettings), name, gateway, hosts, namespace }).binding;
}
