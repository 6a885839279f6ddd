import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  DestinationRule,
  type DestinationRuleSpec,
  type GatewaySpec,
  ServiceEntry,
  VirtualService,
  type VirtualServiceSpec,
} from '../api/index.js';
import type { ExternalProtocol } from '../call.js';
import type { ExternalCall } from '../external-calls.js';
import { GATEWAY_NAMESPACE } from './gateway-props.js';

/** The gateway that a host is called through. */
export interface EgressPlace {
  /** Name of the Gateway. */
  readonly name: string;
  /** Host of its Service. */
  readonly host: string;
}

type Server = NonNullable<GatewaySpec['servers']>[number];
type Subset = NonNullable<DestinationRuleSpec['subsets']>[number];
type Destination = { host: string; subset?: string; port: { number: number } };

/** A host as part of the name of an object. */
export function hostLabel(host: string): string {
  return host.replaceAll('.', '-').replaceAll('*', 'any');
}

/** A host outside the mesh that is called through an egress gateway: routes at its callers and at the gateway. */
export class EgressHost extends Construct {
  readonly calls: ExternalCall[] = [];
  private readonly label: string;

  constructor(
    scope: Construct,
    id: string,
    readonly name: string,
    private readonly gateway: EgressPlace,
  ) {
    super(scope, id);
    this.label = hostLabel(name);
    const metadata = { name: `egress-${this.label}`, namespace: GATEWAY_NAMESPACE };
    new ServiceEntry(this, 'service-entry', {
      metadata,
      spec: {
        hosts: [name],
        ports: Lazy.any({ produce: () => this.ports().map((port) => this.entryPort(port)) }) as never,
        location: 'MESH_EXTERNAL',
        // What cannot be looked up is a problem of its own.
        resolution: name.startsWith('*') ? 'NONE' : 'DNS',
        exportTo: ['.'],
      },
    });
    new VirtualService(this, 'gateway-routes', {
      metadata,
      spec: Lazy.any({ produce: () => this.gatewayRoutes() }) as never,
    });
  }

  /** Takes a call: the caller's namespace then sends it to the gateway. */
  take(call: ExternalCall): void {
    this.calls.push(call);
    const { namespace } = call.caller;
    if (call.originateTls) this.addTlsOrigination();
    if (this.node.tryFindChild(`routes-${namespace}`) !== undefined) return;
    new VirtualService(this, `routes-${namespace}`, {
      metadata: { name: `egress-${this.label}`, namespace },
      spec: Lazy.any({ produce: () => this.callerRoutes(namespace) }) as never,
    });
  }

  /** Ports with what is spoken there, sorted by number. */
  ports(calls: readonly ExternalCall[] = this.calls): readonly (readonly [number, ExternalProtocol])[] {
    return [...new Map(calls.map(({ port, protocol }) => [port, protocol]))].sort(([one], [other]) => one - other);
  }

  /** What the gateway listens for: the mTLS of sidecars, whose server name says which host is meant. */
  servers(): Server[] {
    return this.ports().map(([number, protocol]) => ({
      port: {
        number,
        name: `${protocol.toLowerCase()}-${number}-${this.label}`,
        protocol: protocol === 'HTTP' ? 'HTTPS' : 'TLS',
      },
      hosts: [this.name],
      tls: { mode: 'ISTIO_MUTUAL' },
    }));
  }

  /** How sidecars connect to the gateway when they mean this host. */
  subset(): Subset {
    return { name: this.label, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: this.name } } };
  }

  /** Who may call it at which port. */
  rules(): object[] {
    return this.ports().map(([number]) => {
      const callers = this.calls.filter(({ port }) => port === number).map(({ caller }) => caller.principal);
      return {
        from: [{ source: { principals: [...new Set(callers)].sort() } }],
        to: [{ operation: { ports: [String(number)] } }],
        when: [{ key: 'connection.sni', values: [this.name] }],
      };
    });
  }

  private entryPort([number, protocol]: readonly [number, ExternalProtocol]) {
    const isOriginated = this.originatesAt(number);
    const name = `${protocol.toLowerCase()}-${number}`;
    return { number, name, protocol, ...(isOriginated ? { targetPort: 443 } : {}) };
  }

  private originatesAt(number: number): boolean {
    return this.calls.some(({ port, originateTls }) => port === number && originateTls);
  }

  private addTlsOrigination(): void {
    if (this.node.tryFindChild('tls-origination') !== undefined) return;
    const tls = { mode: 'SIMPLE' as const, sni: this.name, caCertificates: 'system', subjectAltNames: [this.name] };
    const settings = () =>
      this.ports()
        .filter(([number]) => this.originatesAt(number))
        .map(([number]) => ({ port: { number }, tls }));
    new DestinationRule(this, 'tls-origination', {
      metadata: { name: `egress-${this.label}`, namespace: GATEWAY_NAMESPACE },
      spec: {
        host: this.name,
        trafficPolicy: { portLevelSettings: Lazy.any({ produce: settings }) as never },
        exportTo: ['.'],
      },
    });
  }

  private callerRoutes(namespace: string): VirtualServiceSpec {
    const calls = this.calls.filter(({ caller }) => caller.namespace === namespace);
    const to = (number: number): Destination => ({
      host: this.gateway.host,
      subset: this.label,
      port: { number },
    });
    return { hosts: [this.name], exportTo: ['.'], ...this.routes(this.ports(calls), to, {}) };
  }

  private gatewayRoutes(): VirtualServiceSpec {
    const to = (number: number): Destination => ({ host: this.name, port: { number } });
    const gateways = [this.gateway.name];
    return { hosts: [this.name], gateways, exportTo: ['.'], ...this.routes(this.ports(), to, { atGateway: true }) };
  }

  /** At the gateway TLS of the caller is inside that of its sidecar, which has been taken off: to the gateway it is TCP. */
  private routes(
    ports: readonly (readonly [number, ExternalProtocol])[],
    to: (port: number) => Destination,
    { atGateway = false }: { readonly atGateway?: boolean },
  ): Pick<VirtualServiceSpec, 'http' | 'tls' | 'tcp'> {
    const of = (...protocols: ExternalProtocol[]) => ports.filter(([, protocol]) => protocols.includes(protocol));
    const rule = ([port]: readonly [number, ExternalProtocol]) => ({
      match: [{ port }],
      route: [{ destination: to(port) }],
    });
    const http = of('HTTP').map(rule);
    const tcp = (atGateway ? of('TLS', 'TCP') : of('TCP')).map(rule);
    const tls = (atGateway ? [] : of('TLS')).map((one) => ({
      match: [{ port: one[0], sniHosts: [this.name] }],
      route: rule(one).route,
    }));
    return {
      ...(http.length > 0 && { http }),
      ...(tls.length > 0 && { tls }),
      ...(tcp.length > 0 && { tcp }),
    };
  }
}
