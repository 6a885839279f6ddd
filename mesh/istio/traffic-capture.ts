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
  /** Why a connection to a port of the pod passes the sidecar by; undefined when the sidecar takes it. */
  bypassesInbound(port: number): string | undefined;
  /**
   * Why a connection from the pod passes the sidecar by; undefined when the sidecar takes it.
   *
   * @param address IP address that it is sent to; undefined when it is not known, and then only rules for every address count
   */
  bypassesOutbound(port: number, address: string | undefined): string | undefined;
}

/** Ports of the proxy itself: metrics and health of Envoy, and of the agent. They answer in plain text. */
export function proxyPortsOf(workload: Workload): ReadonlySet<number> {
  const statusPort = Number(workload.annotations['status.sidecar.istio.io/port']);
  return new Set([statusPort > 0 ? statusPort : 15020, 15021, 15090]);
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

  constructor(private readonly mesh: Mesh) {
    this.defaults = injectorDefaults(mesh);
  }

  of(workload: Workload): TrafficCapture {
    let capture = this.byWorkload.get(workload);
    if (capture === undefined) {
      capture = this.read(workload);
      this.byWorkload.set(workload, capture);
    }
    return capture;
  }

  private read(workload: Workload): TrafficCapture {
    if (workload.proxy !== 'sidecar' || workload.entry !== undefined) {
      return everything;
    }
    const mode =
      workload.annotations['sidecar.istio.io/interceptionMode'] ??
      asText(proxySettingsOf(workload, this.mesh)['interceptionMode']);
    if (mode === 'NONE') {
      const reason = 'interceptionMode NONE: connections pass the sidecar by';
      return { bypassesInbound: () => reason, bypassesOutbound: () => reason };
    }
    return captureBy(this.rulesOf(workload), proxyPortsOf(workload));
  }

  private rulesOf({ annotations }: Workload): Rules {
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

const everything: TrafficCapture = { bypassesInbound: () => undefined, bypassesOutbound: () => undefined };

/** The rules in the order of the iptables chains: excluded ports, excluded addresses, included ports, included addresses. */
function captureBy(rules: Rules, proxyPorts: ReadonlySet<number>): TrafficCapture {
  const { includeInbound, excludeInbound, includeOutbound, excludeOutbound, includeRanges, excludeRanges } = rules;
  return {
    bypassesInbound(port) {
      if (proxyPorts.has(port)) {
        return `port ${port} is the proxy's own`;
      }
      if (!includeInbound.isAll) {
        return includeInbound.ports.has(port) ? undefined : `includeInboundPorts does not name port ${port}`;
      }
      return excludeInbound.ports.has(port) ? `excludeInboundPorts names port ${port}` : undefined;
    },
    bypassesOutbound(port, address) {
      if (excludeOutbound.ports.has(port)) {
        return `excludeOutboundPorts names port ${port}`;
      }
      if (holds(excludeRanges, address)) {
        return `excludeOutboundIPRanges holds ${address ?? 'every address'}`;
      }
      if (includeOutbound.ports.has(port) || includeRanges.isAll || holds(includeRanges, address)) {
        return undefined;
      }
      return address === undefined && includeRanges.tests.length > 0
        ? undefined
        : `includeOutboundIPRanges does not hold ${address ?? 'any address'}`;
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
