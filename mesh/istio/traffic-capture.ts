import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { asFields, asText, type Fields, fieldsOf } from '../model/narrowing.js';
import type { Workload } from '../model/workload.js';
import { compileIpRange } from '../text/ip-address.js';
import { proxySettingsOf } from './proxy-settings.js';

/**
 * Which connections of a pod its sidecar takes, as the rules that the injected init container or Istio's CNI plugin writes
 * (https://istio.io/latest/docs/reference/config/annotations/). What a sidecar does not take meets neither policy nor route, but
 * callers know nothing of it: they send mTLS as to any other port.
 */
export interface TrafficCapture {
  /** Whether a port of the pod is the proxy's own: its metrics and its health, which answer in plain text. */
  isProxyPort(port: number): boolean;
  /** Why a connection to a port of the pod passes the sidecar by; undefined when the sidecar takes it. */
  bypassesInbound(port: number): string | undefined;
  /**
   * Why a connection from the pod passes the sidecar by; undefined when the sidecar takes it.
   *
   * @param address IP address that it is sent to; undefined when it is not known. It is then only in ranges that hold every address, and
   *   ranges that are included are taken for those of the cluster
   * @param isInCluster whether the name that it is sent to is one of the cluster
   */
  bypassesOutbound(port: number, address: string | undefined, isInCluster: boolean): string | undefined;
}

/** A pod, as far as its sidecar is concerned. */
interface CapturedPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

interface Rules {
  readonly includeInbound: PortSet;
  readonly excludeInbound: PortSet;
  readonly includeOutbound: PortSet;
  readonly excludeOutbound: PortSet;
  readonly includeRanges: RangeSet;
  readonly excludeRanges: RangeSet;
}

/** Ports as an annotation lists them: numbers between commas, or `*` for all. */
interface PortSet {
  readonly isAll: boolean;
  readonly ports: ReadonlySet<number>;
}

interface RangeSet {
  readonly isAll: boolean;
  readonly tests: readonly ((address: string | undefined) => boolean)[];
}

/** What sidecars take, by workload. */
export class TrafficCaptures {
  private readonly defaults: Fields;
  private readonly byWorkload = new Map<Workload, TrafficCapture>();
  private readonly ofOthers: TrafficCapture;

  constructor(private readonly mesh: Mesh) {
    this.defaults = injectorDefaults(mesh);
    this.ofOthers = this.ofSidecar({ namespace: '', labels: {}, annotations: {} });
  }

  /** What the sidecar of a workload takes; of a pod with a sidecar that is not in the files when undefined. */
  of(workload: Workload | undefined): TrafficCapture {
    if (workload === undefined) {
      return this.ofOthers;
    }
    let capture = this.byWorkload.get(workload);
    if (capture === undefined) {
      capture = this.read(workload);
      this.byWorkload.set(workload, capture);
    }
    return capture;
  }

  private read(workload: Workload): TrafficCapture {
    if (workload.proxy === 'none' || workload.entry !== undefined) {
      return { ...everything, isProxyPort: () => false };
    }
    return workload.proxy === 'sidecar'
      ? this.ofSidecar(workload)
      : { ...everything, isProxyPort: proxyPorts(workload.annotations) };
  }

  private ofSidecar(pod: CapturedPod): TrafficCapture {
    const mode =
      pod.annotations['sidecar.istio.io/interceptionMode'] ??
      asText(proxySettingsOf(pod, this.mesh)['interceptionMode']);
    const isProxyPort = proxyPorts(pod.annotations);
    if (mode === 'NONE') {
      const reason = 'interceptionMode NONE: connections pass the sidecar by';
      return { isProxyPort, bypassesInbound: () => reason, bypassesOutbound: () => reason };
    }
    return { isProxyPort, ...captureBy(this.rulesOf(pod)) };
  }

  private rulesOf({ annotations }: CapturedPod): Rules {
    const text = (annotation: string, setting: string, fallback: string): string =>
      annotations[`traffic.sidecar.istio.io/${annotation}`] ?? asText(this.defaults[setting]) ?? fallback;
    return {
      includeInbound: portSet(text('includeInboundPorts', 'includeInboundPorts', '*')),
      excludeInbound: portSet(text('excludeInboundPorts', 'excludeInboundPorts', '')),
      includeOutbound: portSet(text('includeOutboundPorts', 'includeOutboundPorts', '')),
      excludeOutbound: portSet(text('excludeOutboundPorts', 'excludeOutboundPorts', '')),
      includeRanges: rangeSet(text('includeOutboundIPRanges', 'includeIPRanges', '*')),
      excludeRanges: rangeSet(text('excludeOutboundIPRanges', 'excludeIPRanges', '')),
    };
  }
}

const everything = { bypassesInbound: () => undefined, bypassesOutbound: () => undefined };

/** Ports of the proxy itself: metrics and health of Envoy, and the agent's own. */
function proxyPorts(annotations: Labels): (port: number) => boolean {
  const statusPort = Number(annotations['status.sidecar.istio.io/port']) || 15020;
  return (port) => port === statusPort || port === 15021 || port === 15090;
}

/** The rules in the order of the iptables chains: excluded ports, excluded addresses, included ports, included addresses. */
function captureBy(rules: Rules): Omit<TrafficCapture, 'isProxyPort'> {
  const { includeInbound, excludeInbound, includeOutbound, excludeOutbound, includeRanges, excludeRanges } = rules;
  return {
    bypassesInbound(port) {
      if (!includeInbound.isAll) {
        return includeInbound.ports.has(port) ? undefined : `includeInboundPorts does not name port ${port}`;
      }
      return excludeInbound.ports.has(port) ? `excludeInboundPorts names port ${port}` : undefined;
    },
    bypassesOutbound(port, address, isInCluster) {
      if (excludeOutbound.ports.has(port)) {
        return `excludeOutboundPorts names port ${port}`;
      }
      if (holds(excludeRanges, address)) {
        return `excludeOutboundIPRanges holds ${address ?? 'every address'}`;
      }
      if (includeOutbound.ports.has(port) || includeRanges.isAll || holds(includeRanges, address)) {
        return undefined;
      }
      return address === undefined && isInCluster && includeRanges.tests.length > 0
        ? undefined
        : `includeOutboundIPRanges does not hold ${address ?? 'its address'}`;
    },
  };
}

function holds({ isAll, tests }: RangeSet, address: string | undefined): boolean {
  return isAll || tests.some((test) => test(address));
}

function portSet(text: string): PortSet {
  const parts = text.split(',').map((part) => part.trim());
  return {
    isAll: parts.includes('*'),
    ports: new Set(parts.filter((part) => /^\d+$/.test(part)).map(Number)),
  };
}

function rangeSet(text: string): RangeSet {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return {
    isAll: parts.includes('*'),
    tests: parts.filter((part) => part !== '*').map((part) => compileIpRange(part)),
  };
}

/** What the injector gives pods that say nothing: `global.proxy` of its values, which its ConfigMap holds as JSON. */
function injectorDefaults(mesh: Mesh): Fields {
  const [object] = mesh
    .objectsOf('', 'ConfigMap')
    .filter(({ name, namespace }) => name === 'istio-sidecar-injector' && namespace === mesh.config.rootNamespace);
  const text = asText(fieldsOf(fieldsOf(object?.resource.manifest)['data'])['values']);
  return fieldsOf(fieldsOf(asFields(parsed(text))?.['global'])['proxy']);
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    // Text that is not JSON has no defaults; Istio does not start with it.
    return undefined;
  }
}
