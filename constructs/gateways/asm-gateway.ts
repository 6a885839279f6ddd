import type { IstioGatewaySpec } from '../../mesh/index.js';
import type { ContainerResources } from '../workloads/container.js';
import { DEFAULT_GATEWAY_PORTS, type IngressGatewayProps } from './gateway-props.js';
import { LoadBalancer } from './load-balancer.js';

const DEFAULT_RESOURCES: ContainerResources = {
  limits: { cpu: '2', memory: '2G' },
  requests: { cpu: '200m', memory: '256Mi' },
};

/** `spec` of ASM's IstioGateway for an ingress gateway. */
export function asmSpec(props: IngressGatewayProps): IstioGatewaySpec {
  const serviceType = props.serviceType ?? 'LoadBalancer';
  const balancer = props.loadBalancer ?? (serviceType === 'LoadBalancer' ? LoadBalancer.create('internet') : undefined);
  const resources = props.resources ?? DEFAULT_RESOURCES;
  const { autoscaling } = props;
  return {
    gatewayType: 'ingress',
    dnsPolicy: 'ClusterFirst',
    externalTrafficPolicy: props.externalTrafficPolicy ?? 'Local',
    hostNetwork: false,
    ports: (props.ports ?? DEFAULT_GATEWAY_PORTS).map(({ name, port, targetPort, protocol }) => ({
      name,
      port,
      targetPort: targetPort ?? port,
      protocol: protocol ?? 'TCP',
    })),
    replicaCount: props.replicas ?? 2,
    ...(autoscaling === undefined
      ? {}
      : {
          autoscaleEnabled: true,
          minReplicas: autoscaling.min,
          maxReplicas: autoscaling.max,
          cpu: { targetAverageUtilization: autoscaling.cpuPercent },
        }),
    resources: {
      ...(resources.limits === undefined ? {} : { limits: { ...resources.limits } }),
      ...(resources.requests === undefined ? {} : { requests: { ...resources.requests } }),
    },
    rollingMaxSurge: props.rollingMaxSurge ?? '100%',
    rollingMaxUnavailable: props.rollingMaxUnavailable ?? '25%',
    runAsRoot: props.runAsRoot ?? true,
    serviceType,
    ...(balancer === undefined ? {} : { serviceAnnotations: { ...balancer.annotations } }),
  };
}
