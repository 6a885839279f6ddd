import { Construct } from 'constructs';
import { IstioGateway } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
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

  constructor(scope: Construct, id: string, props: IngressGatewayProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.selector = { istio: this.name };
    const { placement } = MeshChart.settingsOf(this);
    this.node.addValidation({ validate: () => portProblems(props.ports ?? DEFAULT_GATEWAY_PORTS) });
    if (placement.gatewayForm === 'istio') {
      new PlainGateway(this, 'plain', { ...props, name: this.name });
      return;
    }
    const clusters = props.clusters ?? placement.clusters.map(({ name }) => name);
    const known = placement.clusters.filter(({ name, id }) => clusters.includes(name) && id !== undefined);
    new IstioGateway(this, 'istio-gateway', {
      metadata: {
        name: this.name,
        namespace: GATEWAY_NAMESPACE,
        annotations: { 'asm.alibabacloud.com/managed-by-asm': 'true', ...props.annotations },
      },
      spec: {
        ...asmSpec(props),
        // Without ids ASM deploys the gateway to every cluster of the mesh, which is the default here as well.
        ...(known.length === 0 ? {} : { clusterIds: known.map(({ name }) => placement.clusterId(name)) }),
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
