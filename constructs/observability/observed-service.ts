import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ObservedService } from '../../observability/observed.js';
import { isHttp, type MeshServicePort } from '../workloads/service-port.js';

/** What dashboards and objectives need to know of a service. */
export interface ServiceToObserve extends Construct {
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly MeshServicePort[];
  /** Its Deployments and its Service. */
  readonly workloads: readonly ApiObject[];
}

/** A service as Istio's metrics name it. */
export function observedService(service: ServiceToObserve): ObservedService {
  const { name, namespace, ports } = service;
  const objects = service.node.children.filter((child) => ApiObject.isApiObject(child));
  const carries = new Set<'http' | 'tcp'>();
  for (const port of ports) {
    if (isHttp(port)) carries.add('http');
    // What is sniffed may be either.
    if (!isHttp(port) || port.protocol === 'auto') carries.add('tcp');
  }
  return {
    name,
    namespace,
    services: objects.filter(({ kind }) => kind === 'Service').map((object) => object.name),
    app: name,
    workloads: service.workloads.filter(({ kind }) => kind !== 'Service').map((object) => object.name),
    carries,
  };
}
