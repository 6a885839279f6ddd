import { type ConfigObject, type IstioSpecs, LabelIndex, type Labels } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { formatSelector, isDeclaredOutside, workloadsOfGateway } from '../../gateway-workloads.js';
import { istioCodes } from '../../istio-codes.js';

type Gateway = ConfigObject<IstioSpecs['Gateway']>;

/** The Gateways with one selector that serve one host at one port. */
interface Rivals {
  readonly namespace: string;
  readonly labels: Labels;
  readonly selector: string;
  readonly gateways: Set<Gateway>;
}

/** Whether a Gateway selects any pod, and serves its hosts alone there. */
export const gatewayConflicts: Check = {
  name: 'gateway-conflicts',
  types: [istioCodes.IST0101, istioCodes.IST0145],
  run(mesh, report) {
    const running = new Set<Gateway>();
    for (const gateway of mesh.gateways) {
      if (workloadsOfGateway(mesh, gateway).length > 0) {
        running.add(gateway);
      } else if (!isDeclaredOutside(mesh, gateway)) {
        const name = formatSelector(gateway.spec.selector);
        report(istioCodes.IST0101, gateway.object, { kind: 'workload with labels', name }, ['spec', 'selector']);
      }
    }
    const rivalsAt = rivalsByPortAndHost(mesh.gateways);
    for (const gateway of mesh.gateways) {
      gateway.spec.servers?.forEach((server, index) => {
        const port = server.port?.number ?? 0;
        const listener = listenerOf(server);
        const others = new Set<string>();
        for (const host of server.hosts ?? []) {
          for (const other of rivalsAt(gateway, listener, host, running)) {
            others.add(other.id);
          }
        }
        if (others.size > 0) {
          const gateways = listNames([...others].sort());
          const values = { port, hosts: (server.hosts ?? []).join(', '), gateways };
          report(istioCodes.IST0145, gateway.object, values, ['spec', 'servers', index]);
        }
      });
    }
  },
};

function listenerOf({
  port,
  bind = '',
}: {
  readonly port?: { readonly number?: number };
  readonly bind?: string;
}): string {
  return `${bind}:${port?.number ?? 0}`;
}

function rivalsByPortAndHost(
  gateways: readonly Gateway[],
): (gateway: Gateway, listener: string, host: string, running: ReadonlySet<Gateway>) => readonly Gateway[] {
  const places = new Map<string, Map<string, Rivals>>();
  for (const gateway of gateways) {
    const labels = gateway.spec.selector ?? {};
    const selector = formatSelector(labels);
    for (const server of gateway.spec.servers ?? []) {
      for (const host of server.hosts ?? []) {
        const place = `${listenerOf(server)} ${host}`;
        const bySelector = places.get(place) ?? new Map<string, Rivals>();
        places.set(place, bySelector);
        const rivals = bySelector.get(selector) ?? { namespace: '', labels, selector, gateways: new Set() };
        bySelector.set(selector, rivals);
        rivals.gateways.add(gateway);
      }
    }
  }
  const overlapping = new Map<string, ReadonlyMap<string, readonly Rivals[]>>();
  return (gateway, listener, host, running) => {
    const place = `${listener} ${host}`;
    const bySelector = places.get(place) ?? new Map<string, Rivals>();
    const selector = formatSelector(gateway.spec.selector);
    const same = [...(bySelector.get(selector)?.gateways ?? [])].filter((other) => other !== gateway);
    if (bySelector.size < 2) {
      return same;
    }
    const overlaps = overlapping.get(place) ?? overlapsOf([...bySelector.values()], running);
    overlapping.set(place, overlaps);
    return [...same, ...(overlaps.get(selector) ?? []).flatMap((rivals) => [...rivals.gateways])];
  };
}

/** By selector, the other selectors that include it or are included in it, where the narrower one selects a pod. */
function overlapsOf(all: readonly Rivals[], running: ReadonlySet<Gateway>): ReadonlyMap<string, readonly Rivals[]> {
  const index = new LabelIndex(all);
  const overlaps = new Map<string, Rivals[]>(all.map(({ selector }) => [selector, []]));
  for (const wide of all) {
    for (const narrow of index.select(undefined, wide.labels)) {
      if (narrow !== wide && [...narrow.gateways].some((gateway) => running.has(gateway))) {
        overlaps.get(wide.selector)?.push(narrow);
        overlaps.get(narrow.selector)?.push(wide);
      }
    }
  }
  return overlaps;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
