import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ObservedGateway, ObservedMesh, ObservedService } from '../../observability/observed.js';
import { MeshGateway } from '../gateways/gateway-api.js';
import { GATEWAY_NAMESPACE } from '../gateways/gateway-props.js';
import { IngressGateway } from '../gateways/ingress-gateway.js';
import { MeshService } from '../mesh-service.js';
import { isHttp } from '../workloads/service-port.js';

/** Every MeshService and every gateway that is declared under a scope so far. The same one in several charts is listed once. */
export function observedMesh(scope: Construct): ObservedMesh {
  const services = new Map<string, ObservedService>();
  const gateways = new Map<string, ObservedGateway>();
  for (const construct of scope.node.findAll()) {
    if (construct instanceof MeshService) {
      const service = observedService(construct);
      services.set(`${service.namespace}/${service.name}`, service);
    }
    const gateway = observedGateway(construct as Construct);
    if (gateway !== undefined) gateways.set(`${gateway.namespace}/${gateway.workload}`, gateway);
  }
  return { services: [...services.values()], gateways: [...gateways.values()] };
}

/** A service as dashboards and objectives see it. */
export function observedService(service: MeshService): ObservedService {
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

/** ASM and our own charts name a gateway's Deployment alike; Istio names that of the Gateway API after the class. */
function observedGateway(construct: Construct): ObservedGateway | undefined {
  if (construct instanceof IngressGateway) {
    return { name: construct.name, namespace: GATEWAY_NAMESPACE, workload: `istio-${construct.name}` };
  }
  if (construct instanceof MeshGateway) {
    return { name: construct.name, namespace: construct.namespace, workload: construct.workload };
  }
  return undefined;
}
