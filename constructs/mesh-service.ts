import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  DestinationRule,
  HttpRoute,
  KubeService,
  KubeServiceAccount,
  type MeshObject,
  VirtualService,
} from './api/index.js';
import type { IngressBinding } from './gateways/ingress-binding.js';
import { MeshChart } from './mesh-chart.js';
import type { MeshNamespace } from './mesh-namespace.js';
import { destinationRuleSpec } from './routing/destination-rule-form.js';
import { httpRouteProblems, httpRouteSpec, versionServiceName } from './routing/http-route-form.js';
import type { RouteRule, TrafficBehaviour, VersionWeights } from './routing/route-rule.js';
import { type Exposure, ServiceRouting } from './routing/service-routing.js';
import type { TrafficPolicy } from './routing/traffic-policy.js';
import { virtualServiceSpec } from './routing/virtual-service-form.js';
import { isHttp, type MeshServicePort, portName } from './workloads/service-port.js';
import { VersionDeployment, type VersionProps } from './workloads/version-deployment.js';

/** Props of {@link MeshService}. */
export interface MeshServiceProps {
  /** Name of the Service and value of the label `app`. @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: MeshNamespace | string;
  /** Ports of the Service. A single one may be given without a list. */
  readonly ports: MeshServicePort | readonly MeshServicePort[];
  /** Versions by name, each a Deployment. None makes a Service whose pods run elsewhere. */
  readonly versions: Readonly<Record<string, VersionProps>>;
  /** Data-plane clusters that get the Service, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** @default a ServiceAccount with the name of the Service is made */
  readonly serviceAccount?: {
    readonly name: string;
    /** Labels on the ServiceAccount. @default app, team and env only */
    readonly labels?: Readonly<Record<string, string>>;
    /** It is there already, as `default` is in every namespace; none is made. @default false */
    readonly existing?: boolean;
  };
  /** Labels on the Service. @default app, team and env only */
  readonly labels?: Readonly<Record<string, string>>;
  /** Names of the routing objects. @default `vs-<service>-traffic`, `dr-<service>`, `route-<service>` */
  readonly names?: { readonly virtualService?: string; readonly destinationRule?: string; readonly httpRoute?: string };
  /** Which kind carries the routes: Istio's VirtualService or the Gateway API's HTTPRoute. @default 'VirtualService' */
  readonly routeForm?: 'VirtualService' | 'HTTPRoute';
}

/** How {@link MeshService.expose} makes a service reachable from a gateway. */
export type ExposeProps = Omit<Exposure, 'gateway'>;

/**
 * A service of the mesh with all its versions and everything that is said about its traffic.
 *
 * Whatever is combined (weights, matches, timeouts, retries, faults, mirrors, exposure) ends in one VirtualService and
 * one DestinationRule: Istio takes one VirtualService for a host and ignores a second one in an order nobody should
 * rely on.
 */
export class MeshService extends Construct {
  /** Name of the Service. */
  readonly name: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Name of the ServiceAccount of its pods. */
  readonly serviceAccount: string;
  readonly ports: readonly MeshServicePort[];
  /** Its Deployments and its Service, for a {@link FleetApplication}. */
  readonly workloads: readonly MeshObject[];
  /** Names of the versions, in the order of declaration. */
  readonly versions: readonly string[];
  private readonly routing: ServiceRouting;
  private readonly props: MeshServiceProps;

  constructor(scope: Construct, id: string, props: MeshServiceProps) {
    super(scope, id);
    this.props = props;
    this.name = props.name ?? id;
    this.namespace = namespaceName(this, props.namespace);
    this.ports = isPort(props.ports) ? [props.ports] : props.ports;
    this.versions = Object.keys(props.versions);
    this.serviceAccount = props.serviceAccount?.name ?? this.name;
    this.routing = new ServiceRouting({
      name: this.name,
      namespace: this.namespace,
      versions: this.versions,
      httpPorts: this.ports.filter(isHttp).map(({ number }) => number),
    });
    this.workloads = this.addWorkloads();
    if (this.versions.length > 1) this.addDestinationRule();
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** The principal of its pods, as AuthorizationPolicy names it. */
  get principal(): string {
    return `cluster.local/ns/${this.namespace}/sa/${this.serviceAccount}`;
  }

  /** Host of the service for callers in other namespaces. */
  get host(): string {
    return `${this.name}.${this.namespace}.svc.cluster.local`;
  }

  /** Sends these shares of the requests to the versions, in percent. */
  splitTraffic(weights: VersionWeights): this {
    this.routing.split(weights);
    this.addDestinationRule();
    return this.addRoutes();
  }

  /** Treats some requests apart. Rules are tried in the order of the calls, before the split. */
  route(rule: RouteRule): this {
    this.routing.rules.push(rule);
    if (rule.weights !== undefined) this.addDestinationRule();
    return this.addRoutes();
  }

  /** Timeout, retries, fault, mirror and header changes of all requests that no rule says otherwise for. */
  behave(behaviour: TrafficBehaviour): this {
    this.routing.behave(behaviour);
    if (behaviour.mirror !== undefined) this.addDestinationRule();
    return this.addRoutes();
  }

  /**
   * Connection limits, outlier detection, load balancing and TLS.
   *
   * @param version the version that it is for. @default the whole service
   */
  limit(policy: TrafficPolicy, version?: string): this {
    this.routing.limit(policy, version);
    this.addDestinationRule();
    return this;
  }

  /** Makes the service reachable through a gateway. */
  expose(gateway: IngressBinding, props: ExposeProps): this {
    this.routing.exposures.push({ ...props, gateway: gateway.nameFrom(this.namespace) });
    return this.addRoutes();
  }

  private addWorkloads(): MeshObject[] {
    const { props, name, namespace } = this;
    const { ownership, environment } = MeshChart.settingsOf(this);
    const responsibility = {
      ...(ownership === undefined ? {} : { team: ownership.team ?? ownership.owner }),
      ...(environment === undefined ? {} : { env: environment }),
    };
    const clusters = props.clusters === undefined ? {} : { clusters: props.clusters };
    const service = new KubeService(this, 'service', {
      ...clusters,
      metadata: { name, namespace, labels: { app: name, ...responsibility, ...props.labels } },
      spec: { selector: { app: name }, ports: this.ports.map(servicePort) },
    });
    const entries = Object.entries(props.versions);
    if (entries.length > 0 && props.serviceAccount?.existing !== true) {
      new KubeServiceAccount(this, 'service-account', {
        ...this.clustersOfVersions(),
        metadata: {
          name: this.serviceAccount,
          namespace,
          labels: { app: name, ...responsibility, ...props.serviceAccount?.labels },
        },
      });
    }
    const servicePorts = this.ports.map((port) => ({ containerPort: port.targetPort ?? port.number }));
    const deployments = entries.map(
      ([version, versionProps]) =>
        new VersionDeployment(this, `deployment-${version}`, {
          ...versionProps,
          service: name,
          namespace,
          version,
          serviceAccount: this.serviceAccount,
          labels: responsibility,
          clusters: versionProps.cluster === undefined ? props.clusters : [versionProps.cluster],
          servicePorts,
        }),
    );
    if (props.routeForm === 'HTTPRoute') this.addVersionServices(clusters);
    return [...deployments, service];
  }

  /** The clusters that run pods, where every version names one. */
  private clustersOfVersions(): { clusters?: readonly string[] } {
    const own = Object.values(this.props.versions).map(({ cluster }) => cluster);
    const named = own.filter((cluster) => cluster !== undefined);
    if (named.length === own.length) return { clusters: [...new Set(named)] };
    return this.props.clusters === undefined ? {} : { clusters: this.props.clusters };
  }

  private addVersionServices(clusters: { clusters?: readonly string[] }): void {
    for (const version of this.versions) {
      new KubeService(this, `service-${version}`, {
        ...clusters,
        metadata: {
          name: versionServiceName(this.name, version),
          namespace: this.namespace,
          labels: { app: this.name },
        },
        spec: { selector: { app: this.name, version }, ports: this.ports.map(servicePort) },
      });
    }
  }

  private addDestinationRule(): void {
    const http = this.props.routeForm === 'HTTPRoute';
    if (this.node.tryFindChild('destination-rule') !== undefined) return;
    if (http && Object.keys(this.routing.policy).length + this.routing.versionPolicies.size === 0) return;
    new DestinationRule(this, 'destination-rule', {
      metadata: { name: this.props.names?.destinationRule ?? `dr-${this.name}`, namespace: this.namespace },
      spec: Lazy.any({ produce: () => destinationRuleSpec(this.routing) }),
    });
  }

  private addRoutes(): this {
    if (this.node.tryFindChild('routes') !== undefined) return this;
    const { names, routeForm } = this.props;
    if (routeForm === 'HTTPRoute') {
      new HttpRoute(this, 'routes', {
        metadata: { name: names?.httpRoute ?? `route-${this.name}`, namespace: this.namespace },
        spec: Lazy.any({ produce: () => httpRouteSpec(this.routing) }),
      });
    } else {
      new VirtualService(this, 'routes', {
        metadata: { name: names?.virtualService ?? `vs-${this.name}-traffic`, namespace: this.namespace },
        spec: Lazy.any({ produce: () => virtualServiceSpec(this.routing) }),
      });
    }
    return this;
  }

  private problems(): string[] {
    const problems = this.routing.problems();
    if (this.props.routeForm === 'HTTPRoute') problems.push(...httpRouteProblems(this.routing));
    if (this.ports.length === 0) problems.push('the service has no port; declare at least one');
    return problems;
  }
}

function namespaceName(scope: Construct, namespace: MeshNamespace | string | undefined): string {
  if (typeof namespace === 'string') return namespace;
  return namespace?.name ?? MeshChart.of(scope).namespace ?? 'default';
}

function isPort(ports: MeshServicePort | readonly MeshServicePort[]): ports is MeshServicePort {
  return !Array.isArray(ports);
}

function servicePort(port: MeshServicePort) {
  const name = portName(port);
  return {
    ...(name === undefined ? {} : { name }),
    port: port.number,
    targetPort: port.targetPort ?? port.number,
    protocol: 'TCP' as const,
  };
}
