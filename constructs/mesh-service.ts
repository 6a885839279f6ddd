import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { DestinationRule, HttpRoute, VirtualService } from './api/index.js';
import type { CallProps } from './call.js';
import { declareCall } from './call-graph.js';
import { bindingOf } from './gateways/front-door/binding.js';
import type { FrontDoorSettings } from './gateways/front-door/settings.js';
import type { IngressBinding } from './gateways/ingress-binding.js';
import type { IngressGateway } from './gateways/ingress-gateway.js';
import { namespaceOf } from './mesh-namespace.js';
import type { MeshServiceProps } from './mesh-service-props.js';
import { destinationRuleSpec, versionDestinationRuleSpec } from './routing/destination-rule-form.js';
import { gatewayRouteSpec, httpRouteProblems, meshRouteSpec } from './routing/http-route-form.js';
import type { RouteRule, TrafficBehaviour, VersionWeights } from './routing/route-rule.js';
import { type Exposure, ServiceRouting } from './routing/service-routing.js';
import type { TrafficPolicy } from './routing/traffic-policy.js';
import { virtualServiceSpec } from './routing/virtual-service-form.js';
import { serviceNameProblems } from './service-names.js';
import { isCdk8sPlusWorkload, workloadProblems } from './workloads/cdk8s-plus-workload.js';
import { isHttp, type MeshServicePort, servicePortProblems } from './workloads/service-port.js';
import { serviceWorkloads } from './workloads/service-workloads.js';

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
  readonly workloads: readonly ApiObject[];
  /** Names of the versions, in the order of declaration. */
  readonly versions: readonly string[];
  private readonly routing: ServiceRouting;
  private readonly props: MeshServiceProps;

  constructor(scope: Construct, id: string, props: MeshServiceProps) {
    super(scope, id);
    this.props = props;
    this.name = props.name ?? id;
    this.namespace = namespaceOf(this, props.namespace);
    this.ports = isPort(props.ports) ? [props.ports] : props.ports;
    this.versions = Object.keys(props.versions);
    this.serviceAccount = props.serviceAccount?.name ?? this.name;
    this.routing = new ServiceRouting({
      name: this.name,
      namespace: this.namespace,
      versions: this.versions,
      httpPorts: this.ports.filter(isHttp).map(({ number }) => number),
    });
    this.workloads = serviceWorkloads(this, props);
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
    this.routing.addRule(rule);
    if (rule.weights !== undefined || rule.mirror !== undefined) this.addDestinationRule();
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
    if (this.props.routeForm === 'HTTPRoute') {
      for (const name of version === undefined ? this.versions : [version]) this.addVersionDestinationRule(name);
    }
    return this;
  }

  /**
   * Declares that this service calls another, or a host outside the mesh. A service with declared callers takes no others; one with
   * declared calls knows nothing else.
   */
  calls(callee: MeshService | string, call: CallProps = {}): this {
    declareCall(this, callee, call);
    return this;
  }

  /** Where it is exposed, in the order of the calls. */
  get exposures(): readonly Exposure[] {
    return this.routing.exposures;
  }

  /** Makes the service reachable through a gateway: at a Gateway that listens already, or through a front door of its own. */
  expose(gateway: IngressBinding, props: ExposeProps): this;
  expose(gateway: IngressGateway, props: ExposeProps & FrontDoorSettings): this;
  expose(gateway: IngressBinding | IngressGateway, { hosts, paths, port, ...door }: ExposeProps): this {
    const exposure = { hosts, paths, port, gateway: bindingOf(this, gateway, hosts, door) };
    this.routing.exposures.push(exposure);
    if (this.props.routeForm !== 'HTTPRoute') return this.addRoutes();
    const count = this.routing.exposures.filter((other) => other.gateway.name === gateway.name).length;
    const suffix = count === 1 ? gateway.name : `${gateway.name}-${count}`;
    new HttpRoute(this, `routes-${suffix}`, {
      metadata: { name: `${this.routeName}-${suffix}`, namespace: this.namespace },
      spec: Lazy.any({ produce: () => gatewayRouteSpec(this.routing, exposure) }),
    });
    return this;
  }

  private get routeName(): string {
    return this.props.names?.httpRoute ?? `route-${this.name}`;
  }

  private get destinationRuleName(): string {
    return this.props.names?.destinationRule ?? `dr-${this.name}`;
  }

  private addDestinationRule(): void {
    if (this.node.tryFindChild('destination-rule') !== undefined) return;
    // Subsets are of no use to an HTTPRoute.
    if (this.props.routeForm === 'HTTPRoute' && Object.keys(this.routing.policy).length === 0) return;
    new DestinationRule(this, 'destination-rule', {
      metadata: { name: this.destinationRuleName, namespace: this.namespace },
      spec: Lazy.any({ produce: () => destinationRuleSpec(this.routing) }),
    });
  }

  private addVersionDestinationRule(version: string): void {
    const id = `destination-rule-${version}`;
    if (this.node.tryFindChild(id) !== undefined) return;
    new DestinationRule(this, id, {
      metadata: { name: `${this.destinationRuleName}-${version}`, namespace: this.namespace },
      spec: Lazy.any({ produce: () => versionDestinationRuleSpec(this.routing, version) }),
    });
  }

  private addRoutes(): this {
    if (this.node.tryFindChild('routes') !== undefined) return this;
    const { namespace } = this;
    if (this.props.routeForm === 'HTTPRoute') {
      new HttpRoute(this, 'routes', {
        metadata: { name: this.routeName, namespace },
        spec: Lazy.any({ produce: () => meshRouteSpec(this.routing) }),
      });
    } else {
      new VirtualService(this, 'routes', {
        metadata: { name: this.props.names?.virtualService ?? `vs-${this.name}-traffic`, namespace },
        spec: Lazy.any({ produce: () => virtualServiceSpec(this.routing) }),
      });
    }
    return this;
  }

  private problems(): string[] {
    const problems = [
      ...servicePortProblems(this.ports),
      ...serviceNameProblems(this.name, this.versions, this.props.routeForm === 'HTTPRoute'),
      ...this.routing.problems(),
    ];
    const httpRoute = this.props.routeForm === 'HTTPRoute';
    if (httpRoute) problems.push(...httpRouteProblems(this.routing));
    for (const { gateway } of this.routing.exposures) {
      if ((gateway.form === 'GatewayApi') === httpRoute) continue;
      problems.push(
        httpRoute
          ? `gateway ${gateway.name} is Istio's, which takes no HTTPRoute; use a MeshGateway, or the VirtualService form`
          : `gateway ${gateway.name} is of the Gateway API, which takes no VirtualService; use routeForm 'HTTPRoute'`,
      );
    }
    for (const version of Object.values(this.props.versions)) {
      if (isCdk8sPlusWorkload(version)) problems.push(...workloadProblems(version, this));
    }
    return problems;
  }
}

function isPort(ports: MeshServicePort | readonly MeshServicePort[]): ports is MeshServicePort {
  return !Array.isArray(ports);
}
