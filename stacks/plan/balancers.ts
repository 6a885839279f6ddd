import type { Mesh } from '../../mesh/index.js';
import { fieldsOf } from '../../mesh/model/narrowing.js';
import type { Exposure } from './exposure.js';

/** A load balancer that one cluster has for one Service. */
export interface Balancer {
  /** Whose it is, as people call it: `Gateway zero-trust/front in m1c1`. */
  readonly of: string;
  readonly type: 'CLB' | 'NLB';
  /** Whether the Service is bound to a load balancer that something else makes. */
  readonly isBound: boolean;
  readonly isOfGateway: boolean;
  readonly isPublic: boolean;
  readonly ports: readonly number[];
}

const boundAnnotation = /-loadbalancer-id$/;

/** The load balancers that the Services of a mesh ask for: one for each Service and cluster. */
export function balancersOf(mesh: Mesh): readonly Balancer[] {
  return mesh.services
    .filter(({ registry }) => registry === 'kubernetes')
    .flatMap((service) => service.instances)
    .filter(({ type }) => type === 'LoadBalancer')
    .map(({ object, cluster, exposure, ports }) => {
      const from = object.madeFrom ?? object;
      const loadBalancerClass = object.madeFrom?.spec['loadBalancerClass'] ?? object.spec['loadBalancerClass'];
      const annotations = { ...object.annotations, ...fieldsOf(from.spec['serviceAnnotations']) };
      return {
        of: `${from.kind} ${from.namespace}/${from.name} in ${cluster}`,
        type: loadBalancerClass === 'alibabacloud.com/nlb' ? 'NLB' : 'CLB',
        isBound: Object.keys(annotations).some((name) => boundAnnotation.test(name)),
        isOfGateway: from.kind !== 'Service',
        isPublic: exposure === 'internet',
        ports: ports.map(({ number }) => number),
      };
    });
}

/** The load balancers that the Internet reaches. */
export function publicBalancers(balancers: readonly Balancer[]): Exposure[] {
  return balancers
    .filter(({ isPublic }) => isPublic)
    .map(({ of, isOfGateway, ports }) => ({
      resource: of,
      reach: `${isOfGateway ? 'gateway' : 'load balancer'} on ports ${ports.join(', ') || 'of its listeners'}`,
    }));
}
