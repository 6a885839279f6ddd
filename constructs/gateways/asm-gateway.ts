import type { IstioGatewaySpec } from '../api/asm.js';
import type { ContainerResources } from '../workloads/container.js';
import { gatewayServicePorts, type IngressGatewayProps } from './gateway-props.js';
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
    ports: gatewayServicePorts(props),
    replicaCount: props.replicas ?? 2,
    autoscaleEnabled: autoscaling && true,
    minReplicas: autoscaling?.min,
    maxReplicas: autoscaling?.max,
    cpu: autoscaling && { targetAverageUtilization: autoscaling.cpuPercent },
    podLabels: props.podLabels,
    resources: { limits: resources.limits, requests: resources.requests },
    rollingMaxSurge: props.rollingMaxSurge ?? '100%',
    rollingMaxUnavailable: props.rollingMaxUnavailable ?? '25%',
    runAsRoot: props.runAsRoot ?? true,
    serviceType,
    serviceAnnotations: balancer?.annotations,
  };
}
