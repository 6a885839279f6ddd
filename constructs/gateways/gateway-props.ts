import type { IstioGatewaySpec } from '../api/asm.js';
import type { ContainerResources } from '../workloads/container.js';
import type { LoadBalancer } from './load-balancer.js';

/** A port of a gateway's Service. */
export interface GatewayPort {
  readonly name: string;
  /** Port of the Service and of the load balancer, 1 to 65535. */
  readonly port: number;
  /** Port of the gateway's pods. @default the same number */
  readonly targetPort?: number;
  /** Port of every node, for `NodePort`. @default one that Kubernetes chooses */
  readonly nodePort?: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** Ports 80 and 443. */
export const DEFAULT_GATEWAY_PORTS: readonly GatewayPort[] = [
  { name: 'http', port: 80 },
  { name: 'https', port: 443 },
];

/** Props of {@link IngressGateway}. */
export interface IngressGatewayProps {
  /** Its pods carry the label `istio: <name>`, which Gateways select. @default the construct's id */
  readonly name?: string;
  /** @default a new CLB on the Internet for `LoadBalancer`; none for other types of Service */
  readonly loadBalancer?: LoadBalancer;
  /** @default 'LoadBalancer' */
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** @default 80 and 443 */
  readonly ports?: readonly GatewayPort[];
  /** Data-plane clusters that get the gateway, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** Pods. @default 2 */
  readonly replicas?: number;
  /** Scales between these numbers of pods instead. @default no autoscaling */
  readonly autoscaling?: { readonly min: number; readonly max: number; readonly cpuPercent: number };
  /** @default requests of 200m CPU and 256Mi, limits of 2 CPU and 2G */
  readonly resources?: ContainerResources;
  /** Pods that may be made beyond the number while rolling. @default '100%' */
  readonly rollingMaxSurge?: string | number;
  /** Pods that may be missing while rolling. @default '25%' */
  readonly rollingMaxUnavailable?: string | number;
  /** `Local` keeps the client's address; `Cluster` spreads over all nodes. @default 'Local' with ASM, Kubernetes's `Cluster` without */
  readonly externalTrafficPolicy?: 'Local' | 'Cluster';
  /** Runs as root, which ASM needs for ports below 1024. @default true with ASM; the plain form never needs root */
  readonly runAsRoot?: boolean;
  /** Labels on the gateway's pods, such as `istio.io/rev` of the control plane that injects them. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations on the gateway object; in the plain form, on its Service. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field of ASM's IstioGateway, over everything above. @default none */
  readonly asm?: Partial<IstioGatewaySpec>;
}

/** The namespace that ASM and Istio keep gateways in; ASM's controller accepts no other. */
export const GATEWAY_NAMESPACE = 'istio-system';

/** The ports as the Service and ASM's IstioGateway write them. */
export function gatewayServicePorts({ ports = DEFAULT_GATEWAY_PORTS }: IngressGatewayProps) {
  return ports.map(({ name, port, targetPort = port, nodePort, protocol = 'TCP' }) => ({
    name,
    port,
    targetPort,
    nodePort,
    protocol,
  }));
}

/** What is wrong with the ports of a gateway; each with what to do. */
export function portProblems(ports: readonly GatewayPort[]): string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  for (const { name, port, targetPort } of ports) {
    for (const number of [port, targetPort ?? port]) {
      if (Number.isInteger(number) && number >= 1 && number <= 65535) continue;
      problems.push(`port ${number} of '${name}'; a port is a whole number from 1 to 65535`);
    }
    for (const key of [`name '${name}'`, `port ${port}`]) {
      if (seen.has(key)) problems.push(`${key} is used twice; give every port of the gateway its own`);
      seen.set(key, name);
    }
  }
  return problems;
}
