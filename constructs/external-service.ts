import { Construct } from 'constructs';
import { DestinationRule, ServiceEntry } from './api/index.js';
import { MeshChart } from './mesh-chart.js';
import { type TrafficPolicy, toIstioTrafficPolicy } from './routing/traffic-policy.js';

/** A port of an {@link ExternalService}. */
export interface ExternalPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS' | 'HTTP2' | 'GRPC' | 'TLS' | 'TCP';
  /** Port of the endpoints, where it is another: with TLS origination callers use 80 and the endpoint 443. */
  readonly targetPort?: number;
}

/** Props of {@link ExternalService}. */
export interface ExternalServiceProps {
  /** Host names outside the mesh. */
  readonly hosts: readonly string[];
  /** @default TLS on 443 */
  readonly ports?: readonly ExternalPort[];
  /** @default 'STATIC' where endpoints are given, 'DNS' elsewhere */
  readonly resolution?: 'DNS' | 'STATIC' | 'NONE' | 'DNS_ROUND_ROBIN';
  /** Addresses that serve the hosts, instead of those that DNS gives. @default none */
  readonly endpoints?: readonly string[];
  /** @default the chart's namespace */
  readonly namespace?: string;
  /** Connection limits and ejection of failing endpoints. HTTP limits act only on ports where the proxy sees HTTP. @default none */
  readonly trafficPolicy?: TrafficPolicy;
  /** Namespaces that see the service, as in `exportTo`. @default every namespace */
  readonly exportTo?: readonly string[];
  /** @default `<id>`, `dr-<id>` */
  readonly names?: { readonly serviceEntry?: string; readonly destinationRule?: string };
}

/** A service outside the mesh, with circuit breaking. */
export class ExternalService extends Construct {
  readonly hosts: readonly string[];
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, id);
    this.hosts = props.hosts;
    this.namespace = props.namespace ?? MeshChart.of(this).namespace ?? 'default';
    const { namespace } = this;
    const { endpoints, names } = props;
    const ports = props.ports ?? [{ number: 443, name: 'tls', protocol: 'TLS' }];
    const resolution = props.resolution ?? (endpoints === undefined ? 'DNS' : 'STATIC');
    const exportTo = props.exportTo && [...props.exportTo];
    this.node.addValidation({ validate: () => problemsOf(props, ports, resolution) });
    new ServiceEntry(this, 'service-entry', {
      metadata: { name: names?.serviceEntry ?? id, namespace },
      spec: {
        hosts: [...props.hosts],
        ports: [...ports],
        location: 'MESH_EXTERNAL',
        resolution,
        endpoints: endpoints?.map((address) => ({ address })),
        exportTo,
      },
    });
    const trafficPolicy = toIstioTrafficPolicy(props.trafficPolicy ?? {});
    if (trafficPolicy === undefined) return;
    for (const [index, host] of props.hosts.entries()) {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      new DestinationRule(this, `destination-rule${suffix}`, {
        metadata: { name: `${names?.destinationRule ?? `dr-${id}`}${suffix}`, namespace },
        spec: { host, trafficPolicy, exportTo },
      });
    }
  }
}

/** What Istio would refuse; each with what to do. */
function problemsOf(props: ExternalServiceProps, ports: readonly ExternalPort[], resolution: string): string[] {
  const { hosts, endpoints } = props;
  const problems: string[] = [];
  if (hosts.length === 0) problems.push('the external service has no host; name at least one');
  const wildcard = hosts.find((host) => host.startsWith('*'));
  if (wildcard !== undefined && resolution.startsWith('DNS')) {
    problems.push(`host ${wildcard} cannot be looked up in DNS; use resolution NONE for wildcards`);
  }
  if (resolution === 'STATIC' && (endpoints ?? []).length === 0) {
    problems.push('resolution STATIC has no endpoints; give their addresses');
  }
  if (resolution === 'NONE' && endpoints !== undefined) {
    problems.push('resolution NONE takes the address that the caller dialled; leave the endpoints out');
  }
  for (const key of ['number', 'name'] as const) {
    const values = ports.map((port) => port[key]);
    for (const twice of new Set(values.filter((value, index) => values.indexOf(value) !== index))) {
      problems.push(`port ${key} ${twice} is used twice; give every port its own`);
    }
  }
  return problems;
}
