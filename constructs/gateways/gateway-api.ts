import { Construct } from 'constructs';
import { GatewayApiGateway, type GatewayApiGatewaySpec } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { IngressBinding } from './ingress-binding.js';

type Listener = GatewayApiGatewaySpec['listeners'][number];

/** One port that a Gateway API gateway listens on. */
export interface GatewayApiListener {
  /** @default the protocol in lower case */
  readonly name?: string;
  /** @default 80, and 443 for HTTPS and TLS */
  readonly port?: number;
  /** @default 'HTTP' */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP';
  /** @default every host */
  readonly hostname?: string;
  /** Names of Secrets with certificates, in the gateway's namespace. @default no TLS */
  readonly certificates?: readonly string[];
  /** Namespaces whose routes may bind. @default 'Same' */
  readonly routesFrom?: 'Same' | 'All';
}

/** Props of {@link MeshGateway}. */
export interface MeshGatewayProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  /** @default 'istio' */
  readonly gatewayClassName?: string;
  /** @default HTTP on port 80 */
  readonly listeners?: readonly GatewayApiListener[];
}

/** A gateway in the Gateway API's form; Istio makes its Deployment and Service `<name>-<class>`. */
export class MeshGateway extends Construct {
  /** Name of the Gateway. */
  readonly name: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Name of the Deployment, the Service and the ServiceAccount that Istio makes of it. */
  readonly workload: string;
  /** What {@link MeshService.expose} needs, for a service with `routeForm: 'HTTPRoute'`. */
  readonly binding: IngressBinding;

  constructor(scope: Construct, id: string, props: MeshGatewayProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.workload = `${this.name}-${props.gatewayClassName ?? 'istio'}`;
    const listeners = (props.listeners ?? [{}]).map(listenerOf);
    new GatewayApiGateway(this, 'gateway', {
      metadata: { name: this.name, namespace: props.namespace },
      spec: { gatewayClassName: props.gatewayClassName ?? 'istio', listeners },
    });
    const hosts = (props.listeners ?? [{}]).map(({ hostname }) => hostname ?? '*');
    this.namespace = props.namespace ?? MeshChart.of(this).namespace ?? 'default';
    const principal = `cluster.local/ns/${this.namespace}/sa/${this.workload}`;
    this.binding = new IngressBinding(this.name, this.namespace, { form: 'GatewayApi', hosts, principal });
    this.node.addValidation({ validate: () => listenerProblems(listeners) });
  }
}

/** What the API server would refuse; each with what to do. */
function listenerProblems(listeners: readonly Listener[]): string[] {
  const problems: string[] = [];
  const names = listeners.map(({ name }) => name);
  for (const twice of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    problems.push(`listener name '${twice}' is used twice; give every listener its own`);
  }
  for (const { name, protocol, tls } of listeners) {
    if (protocol === 'HTTPS' && tls === undefined) {
      problems.push(`listener '${name}' has no certificate; name the Secret in certificates`);
    }
    if ((protocol === 'HTTP' || protocol === 'TCP') && tls !== undefined) {
      problems.push(`listener '${name}' has a certificate but protocol ${protocol}; use protocol HTTPS`);
    }
  }
  return problems;
}

function listenerOf(listener: GatewayApiListener): Listener {
  const protocol = listener.protocol ?? 'HTTP';
  const encrypted = protocol === 'HTTPS' || protocol === 'TLS';
  return {
    name: listener.name ?? protocol.toLowerCase(),
    port: listener.port ?? (encrypted ? 443 : 80),
    protocol,
    hostname: listener.hostname,
    tls: listener.certificates && {
      mode: 'Terminate',
      certificateRefs: listener.certificates.map((name) => ({ name })),
    },
    allowedRoutes: { namespaces: { from: listener.routesFrom ?? 'Same' } },
  };
}

/** Props of {@link Waypoint}. */
export interface WaypointProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  /** What the waypoint handles: label `istio.io/waypoint-for`. @default Istio's: services */
  readonly handles?: 'service' | 'workload' | 'all';
  /** Namespaces whose routes may bind. @default 'Same' */
  readonly routesFrom?: 'Same' | 'All';
}

/** The proxy that handles HTTP for ambient workloads. @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export class Waypoint extends Construct {
  /** Name of the Gateway, for {@link DataPlaneMode.ambient}. */
  readonly name: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: WaypointProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.namespace = props.namespace ?? MeshChart.of(this).namespace ?? 'default';
    new GatewayApiGateway(this, 'gateway', {
      metadata: {
        name: this.name,
        namespace: props.namespace,
        labels: props.handles && { 'istio.io/waypoint-for': props.handles },
      },
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [
          {
            name: 'mesh',
            port: 15008,
            protocol: 'HBONE',
            allowedRoutes: { namespaces: { from: props.routesFrom ?? 'Same' } },
          },
        ],
      },
    });
  }
}
