import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthorizationPolicy, DestinationRule, Gateway, Sidecar } from '../api/index.js';
import { addEgress } from '../call-graph.js';
import { type ExternalCall, onExternalCall } from '../external-calls.js';
import { MeshTelemetry } from '../mesh-telemetry.js';
import type { ContainerResources } from '../workloads/container.js';
import { EgressHost, hostLabel } from './egress-host.js';
import { egressProblems } from './egress-problems.js';
import { GATEWAY_NAMESPACE } from './gateway-props.js';
import { IngressGateway } from './ingress-gateway.js';

/** Props of {@link EgressGateway}. */
export interface EgressGatewayProps {
  /** Its pods carry the label `istio: <name>`. @default the construct's id */
  readonly name?: string;
  /** Ports of hosts outside that are called through it. @default 80 and 443 */
  readonly ports?: readonly number[];
  /** Namespaces whose declared calls go through it. @default every namespace */
  readonly namespaces?: readonly string[];
  /**
   * Refuses hosts that are not declared, in every namespace without a Sidecar of its own: a Sidecar of the root namespace with REGISTRY_ONLY.
   * @default true
   */
  readonly registryOnly?: boolean;
  /** @default every request is logged by the provider `envoy` */
  readonly accessLog?: { readonly provider?: string; readonly filter?: string };
  /** Data-plane clusters that get the gateway, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** Pods. @default 2 */
  readonly replicas?: number;
  /** @default that of an {@link IngressGateway} */
  readonly resources?: ContainerResources;
}

/**
 * The way out of the mesh: every call of a host outside that a service declares with `calls()` goes through this gateway, over mTLS. The gateway logs it, and
 * takes it from those who declared it only.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends Construct {
  readonly name: string;
  /** Label of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Host of its Service. */
  readonly host: string;
  /** Ports of hosts outside that are called through it. */
  readonly ports: readonly number[];
  private readonly hosts = new Map<string, EgressHost>();

  constructor(scope: Construct, id: string, props: EgressGatewayProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.selector = { istio: this.name };
    this.host = `istio-${this.name}.${GATEWAY_NAMESPACE}.svc.cluster.local`;
    this.ports = props.ports ?? [80, 443];
    const { clusters, replicas, resources } = props;
    new IngressGateway(this, 'pods', {
      name: this.name,
      serviceType: 'ClusterIP',
      ports: this.ports.map((port) => ({ name: `tls-${port}`, port })),
      asm: { gatewayType: 'egress', externalTrafficPolicy: undefined },
      ...(clusters && { clusters }),
      ...(replicas !== undefined && { replicas }),
      ...(resources && { resources }),
    });
    new MeshTelemetry(this, 'access-log', {
      name: `${this.name}-access-log`,
      namespace: GATEWAY_NAMESPACE,
      target: { selector: this.selector },
      accessLog: props.accessLog ?? {},
    });
    this.addPolicy();
    if (props.registryOnly !== false) {
      new Sidecar(this, 'registry-only', {
        metadata: { name: 'registry-only', namespace: GATEWAY_NAMESPACE },
        spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
      });
    }
    onExternalCall(this, (call) => {
      const isMeant = props.namespaces?.includes(call.caller.namespace) ?? true;
      if (isMeant) this.take(call);
      return isMeant;
    });
    this.node.addValidation({ validate: () => egressProblems(this.ports, [...this.hosts.values()]) });
  }

  private take(call: ExternalCall): void {
    // A gateway cannot look up what it only has a pattern of: the problem says so.
    let host = this.hosts.get(call.host);
    if (host === undefined) {
      if (this.hosts.size === 0) this.addListeners();
      host = new EgressHost(this, `host-${hostLabel(call.host)}`, call.host, this);
      this.hosts.set(call.host, host);
    }
    host.take(call);
    addEgress(call.caller, `${GATEWAY_NAMESPACE}/${this.host}`);
  }

  /** What the gateway listens for, and how sidecars connect to it; only once there is something to send. */
  private addListeners(): void {
    const hosts = () => [...this.hosts.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    new Gateway(this, 'gateway', {
      metadata: { name: this.name, namespace: GATEWAY_NAMESPACE },
      spec: {
        selector: { ...this.selector },
        servers: Lazy.any({ produce: () => hosts().flatMap((host) => host.servers()) }) as never,
      },
    });
    new DestinationRule(this, 'destination-rule', {
      metadata: { name: `dr-${this.name}`, namespace: GATEWAY_NAMESPACE },
      spec: {
        host: this.host,
        subsets: Lazy.any({ produce: () => hosts().map((host) => host.subset()) }) as never,
      },
    });
  }

  /** Nothing is allowed but what was declared; each host adds its callers. */
  private addPolicy(): void {
    new AuthorizationPolicy(this, 'authorization-policy', {
      metadata: { name: `${this.name}-callers`, namespace: GATEWAY_NAMESPACE },
      spec: {
        selector: { matchLabels: { ...this.selector } },
        action: 'ALLOW',
        rules: Lazy.any({
          produce: () => {
            const rules = [...this.hosts.values()].flatMap((host) => host.rules());
            return rules.length === 0 ? undefined : sortedRules(rules);
          },
        }),
      },
    });
  }
}

/** In an order that does not depend on that of the calls. */
function sortedRules(rules: readonly object[]): object[] {
  return [...rules].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
