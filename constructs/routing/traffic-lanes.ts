import { Construct } from 'constructs';
import { type Manifest, plainLanes } from '../../mesh/index.js';
import { MeshObject } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';

/** A service of the call chain. */
export interface LaneService {
  readonly name: string;
  readonly namespace: string;
}

/** One lane: a version of some services of the chain, or of all. */
export interface Lane {
  /** Labels of its pods, such as `{ version: 'v2' }`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The services that it has. @default every service of the lanes */
  readonly services?: readonly LaneService[];
  /** Requests that enter it at the gateway. @default those whose header {@link TrafficLanesProps.routeHeader} is its name */
  readonly enters?: { readonly hosts?: readonly string[]; readonly headers?: Readonly<Record<string, string>> };
}

/** Props of {@link TrafficLanes}. */
export interface TrafficLanesProps {
  /** @default the construct's id */
  readonly name?: string;
  /** The Istio Gateway at which requests enter. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** The first service of the chain, to which the gateway sends, with its port. */
  readonly entry: LaneService & { readonly port: number };
  /** All services of the chain, the first one included. */
  readonly services: readonly LaneService[];
  /** By name. */
  readonly lanes: Readonly<Record<string, Lane>>;
  /** The lane that has what others lack. */
  readonly fallback: string;
  /** Header by which requests are kept in their lane. @default x-asm-prefer-tag */
  readonly routeHeader?: string;
  /**
   * Header that the applications pass on. Without ASM it must be the routing header itself: nothing else carries the lane.
   * @default the routing header
   */
  readonly traceHeader?: string;
}

/**
 * Traffic lanes in permissive mode: requests stay with one version of a chain of services, and what that version lacks is taken from the lane
 * to fall back to.
 *
 * With ASM they are an ASMSwimLaneGroup and ASMSwimLanes; without ASM the VirtualServices and DestinationRules that ASM makes from those.
 * @see https://www.alibabacloud.com/help/en/asm/user-guide/traffic-lane-overview/
 */
export class TrafficLanes extends Construct {
  constructor(scope: Construct, id: string, props: TrafficLanesProps) {
    super(scope, id);
    const group = groupOf(props, props.name ?? id);
    const lanes = Object.keys(props.lanes).map((name) => laneOf(props, props.name ?? id, name));
    const isAsm = MeshChart.settingsOf(this).placement.gatewayForm === 'asm';
    for (const manifest of isAsm ? [group, ...lanes] : plainLanes(group, lanes)) {
      const { apiVersion, kind, metadata } = manifest;
      const {
        name = '',
        namespace,
        labels,
      } = metadata as { name?: string; namespace?: string; labels?: Record<string, string> };
      const own = {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
      };
      new MeshObject(
        this,
        `${kind}-${namespace ?? ''}-${name}`,
        { apiVersion, kind },
        { metadata: own },
        { spec: manifest['spec'] },
      );
    }
    this.node.addValidation({ validate: () => problemsOf(props, isAsm) });
  }
}

const headerOf = ({ routeHeader = 'x-asm-prefer-tag' }: TrafficLanesProps): string => routeHeader;

function groupOf(props: TrafficLanesProps, name: string): Manifest {
  const routeHeader = headerOf(props);
  const permissive = { fallbackTarget: props.fallback, traceHeader: props.traceHeader ?? routeHeader, routeHeader };
  return {
    apiVersion: 'istio.alibabacloud.com/v1',
    kind: 'ASMSwimLaneGroup',
    metadata: { name },
    spec: {
      services: props.services.map(serviceOf),
      ingress: { gateway: { ...props.gateway, type: 'ASM' } },
      isPermissive: true,
      permissiveModeConfiguration: permissive,
    },
  };
}

function laneOf(props: TrafficLanesProps, group: string, name: string): Manifest {
  const { labels = {}, services = props.services, enters = {} } = props.lanes[name] ?? {};
  const headers = enters.headers ?? { [headerOf(props)]: name };
  const { entry } = props;
  const rule = {
    name: `enter-${name}`,
    online: true,
    hosts: [...(enters.hosts ?? ['*'])],
    match: {
      uri: { prefix: '/' },
      headers: Object.fromEntries(Object.entries(headers).map(([header, exact]) => [header, { exact }])),
    },
    route: { destination: { host: `${entry.name}.${entry.namespace}.svc.cluster.local`, portNum: entry.port } },
  };
  const holdsEntry = services.some((one) => one.name === entry.name && one.namespace === entry.namespace);
  return {
    apiVersion: 'istio.alibabacloud.com/v1',
    kind: 'ASMSwimLane',
    metadata: { name, labels: { 'swimlane-group': group } },
    spec: { labelSelector: labels, services: services.map(serviceOf), ...(holdsEntry ? { ingressRules: [rule] } : {}) },
  };
}

function serviceOf({ name, namespace }: LaneService): LaneService {
  return { name, namespace };
}

function problemsOf(
  { lanes, fallback, services, entry, traceHeader, ...props }: TrafficLanesProps,
  isAsm: boolean,
): string[] {
  const routeHeader = props.routeHeader ?? 'x-asm-prefer-tag';
  const isOne = (service: LaneService) =>
    services.some((one) => one.name === service.name && one.namespace === service.namespace);
  const others = Object.entries(lanes).flatMap(([name, lane]) =>
    (lane.services ?? []).filter((one) => !isOne(one)).map((one) => [name, one] as const),
  );
  return [
    ...(fallback in lanes
      ? []
      : [`the lane to fall back to, '${fallback}', is not one of ${Object.keys(lanes).join(', ')}`]),
    ...(isOne(entry) ? [] : [`the first service ${entry.namespace}/${entry.name} is not one of the services`]),
    ...others.map(([name, one]) => `lane ${name} has ${one.namespace}/${one.name}, which is not one of the services`),
    ...(isAsm || traceHeader === undefined || traceHeader === routeHeader
      ? []
      : [`without ASM the applications pass on ${routeHeader} themselves; leave traceHeader out`]),
  ];
}
