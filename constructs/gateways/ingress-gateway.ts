import { Construct } from 'constructs';
import { IstioGateway } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import type { Placement } from '../placement.js';
import { asmSpec } from './asm-gateway.js';
import { DEFAULT_GATEWAY_PORTS, GATEWAY_NAMESPACE, type IngressGatewayProps, portProblems } from './gateway-props.js';
import { type GatewaySelector, type ListenProps, listen } from './gateway-servers.js';
import type { IngressBinding } from './ingress-binding.js';
import { PlainGateway } from './plain-gateway.js';

/**
 * A gateway for traffic that enters the mesh.
 *
 * With ASM it is an IstioGateway, from which ASM makes a Deployment and a Service `istio-<name>`; without ASM the same
 * Deployment and Service are written. Services are exposed through {@link IngressGateway.listen}.
 */
export class IngressGateway extends Construct {
  /** A gateway that is made elsewhere; its pods carry the label `istio: <name>`. */
  static named(name: string): GatewaySelector {
    return { selector: { istio: name } };
  }

  /** Name of the gateway. */
  readonly name: string;
  /** Label of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Ports of its Service. */
  readonly ports: readonly number[];
  /** Ports of its pods by those of its Service: policies see the former. */
  readonly podPorts: ReadonlyMap<number, number>;

  constructor(scope: Construct, id: string, props: IngressGatewayProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.selector = { istio: this.name };
    const { placement } = MeshChart.settingsOf(this);
    const ports = props.ports ?? DEFAULT_GATEWAY_PORTS;
    this.ports = ports.map(({ port }) => port);
    this.podPorts = new Map(ports.map(({ port, targetPort = port }) => [port, targetPort]));
    this.node.addValidation({ validate: () => portProblems(ports) });
    if (placement.gatewayForm === 'istio') {
      new PlainGateway(this, 'plain', { ...props, name: this.name });
      return;
    }
    new IstioGateway(this, 'istio-gateway', {
      // The object itself goes to the mesh.
      clusters: props.clusters,
      metadata: {
        name: this.name,
        namespace: GATEWAY_NAMESPACE,
        annotations: { 'asm.alibabacloud.com/managed-by-asm': 'true', ...props.annotations },
      },
      spec: {
        ...asmSpec(props),
        clusterIds: clusterIds(placement, props.clusters),
        ...props.asm,
      },
    });
  }

  /**
   * Opens ports for hosts: writes a Gateway that selects this gateway's pods.
   *
   * @param scope where the Gateway belongs; its chart's namespace by default.
   */
  listen(scope: Construct, id: string, props: ListenProps): IngressBinding {
    return listen(scope, id, this, props);
  }
}

/**
 * The clusters that ASM deploys the gateway to. Without ids it takes every cluster of the mesh, so where only some are
 * meant each is named, if need be by the placeholder of an id that is not known yet.
 */
function clusterIds(placement: Placement, chosen: readonly string[] | undefined): string[] | undefined {
  const meant = placement.clusters.filter(({ name }) => chosen?.includes(name) ?? true);
  const all = meant.length === 0 || meant.length === placement.clusters.length;
  const named = all ? meant.filter(({ id }) => id !== undefined) : meant;
  return named.length === 0 ? undefined : named.map(({ name }) => placement.clusterId(name));
}
