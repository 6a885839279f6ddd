import { Construct } from 'constructs';
import { DestinationRule, ServiceEntry } from './api/index.js';
import { MeshChart } from './mesh-chart.js';
import { type TrafficPolicy, toIstioTrafficPolicy } from './routing/traffic-policy.js';

/** Props of {@link ExternalService}. */
export interface ExternalServiceProps {
  /** Host names outside the mesh. */
  readonly hosts: readonly string[];
  /** @default TLS on 443 */
  readonly ports?: readonly {
    readonly number: number;
    readonly name: string;
    readonly protocol: 'HTTP' | 'HTTPS' | 'HTTP2' | 'GRPC' | 'TLS' | 'TCP';
    /** Port of the endpoints, where it is another: with TLS origination callers use 80 and the endpoint 443. */
    readonly targetPort?: number;
  }[];
  /** @default 'DNS' */
  readonly resolution?: 'DNS' | 'STATIC' | 'NONE' | 'DNS_ROUND_ROBIN';
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
    const ports = props.ports ?? [{ number: 443, name: 'tls', protocol: 'TLS' as const }];
    const exportTo = props.exportTo === undefined ? {} : { exportTo: [...props.exportTo] };
    new ServiceEntry(this, 'service-entry', {
      metadata: { name: props.names?.serviceEntry ?? id, namespace },
      spec: {
        hosts: [...props.hosts],
        ports: ports.map((port) => ({ ...port })),
        location: 'MESH_EXTERNAL',
        resolution: props.resolution ?? 'DNS',
        ...exportTo,
      },
    });
    const trafficPolicy = toIstioTrafficPolicy(props.trafficPolicy ?? {});
    if (trafficPolicy === undefined) return;
    for (const [index, host] of props.hosts.entries()) {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      new DestinationRule(this, `destination-rule${suffix}`, {
        metadata: { name: `${props.names?.destinationRule ?? `dr-${id}`}${suffix}`, namespace },
        spec: { host, trafficPolicy, ...exportTo },
      });
    }
  }
}
