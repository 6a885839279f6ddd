import { assume, labelWords } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { isDeclaredOutside, workloadsOfGateway } from '../../../istio/gateway-pods.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, isEmptySelector, LabelIndex, type Labels, type Mesh } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { GatewayRouteHosts } from '../../gateway-route-hosts.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing } from '../../missing-thing.js';
import { nameSome } from '../../wording.js';

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
        const { why, circumstances } = missingGatewayPods(mesh, gateway.spec.selector);
        const values = { thing: podsWords(gateway.spec.selector), why, effect: 'nothing serves the Gateway' };
        report(istioCodes.IST0101, gateway.object, values, ['spec', 'selector'], circumstances);
      }
    }
    const rivalsAt = rivalsByPortAndHost(mesh.gateways);
    const routes = new GatewayRouteHosts(mesh);
    for (const gateway of mesh.gateways) {
      gateway.spec.servers?.forEach((server, index) => {
        const port = server.port?.number ?? 0;
        const listener = listenerOf(server);
        const lists = [...new Set(server.hosts ?? [])].map((host) => rivalsAt(gateway, listener, host, running));
        const all = lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())].sort();
        const own = all.indexOf(gateway.id);
        const others = own < 0 ? all : all.toSpliced(own, 1);
        if (others.length > 0) {
          const gateways = nameSome('Gateway', others);
          const isHttp = mergedProtocols.has(server.port?.protocol?.toUpperCase() ?? '');
          const isShadowed = isHttp && routes.shadow(gateway.id, others);
          const effect = !isHttp
            ? 'only the oldest of them gets the connections'
            : isShadowed
              ? 'of routes for the same host, those of the oldest take the requests of the others'
              : 'their routes are merged in the order of age';
          const values = { port, hosts: nameSome('host', server.hosts ?? []), gateways, effect };
          const field = ['spec', 'servers', index];
          const level = isHttp && !isShadowed ? 'warning' : undefined;
          report(istioCodes.IST0145, gateway.object, values, field, { level });
        }
      });
    }
  },
};

/** Protocols of servers whose routes Istio puts together when several Gateways have one host; of others the oldest Gateway has it alone. */
const mergedProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']);

/** `pods labelled istio: ingressgateway`; without labels any pods. */
function podsWords(selector: Labels | undefined): string {
  return isEmptySelector(selector) ? 'pods' : `pods labelled ${labelWords(selector)}`;
}

function missingGatewayPods(mesh: Mesh, selector: Labels | undefined): MissingThing {
  const holdings = Holdings.of(mesh);
  const why = 'no pods with these labels are in these files';
  for (const [key, value] of Object.entries(selector ?? {})) {
    const meant = misspelt(value, holdings.gatewayLabels(key));
    if (meant !== undefined) {
      return { why: `${why}; did you mean ${key}: ${meant}?`, circumstances: {} };
    }
  }
  return { why, circumstances: circumstancesOf(holdings.standingOfGatewayPods, assume.gatewayPods(selector)) };
}

function listenerOf({
  port,
  bind = '',
}: {
  readonly port?: { readonly number?: number };
  readonly bind?: string;
}): string {
  return `${bind}:${port?.number ?? 0}`;
}

/** Finds the ids, sorted, of the Gateways that serve a host at a port from pods of a Gateway, that one among them. */
function rivalsByPortAndHost(
  gateways: readonly Gateway[],
): (gateway: Gateway, listener: string, host: string, running: ReadonlySet<Gateway>) => readonly string[] {
  const places = new Map<string, Map<string, Rivals>>();
  for (const gateway of gateways) {
    const labels = gateway.spec.selector ?? {};
    const selector = labelWords(labels);
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
  const found = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (gateway, listener, host, running) => {
    const place = `${listener} ${host}`;
    const known = found.get(place) ?? idsBySelector([...(places.get(place)?.values() ?? [])], running);
    found.set(place, known);
    return known.get(labelWords(gateway.spec.selector)) ?? [];
  };
}

function idsBySelector(all: readonly Rivals[], running: ReadonlySet<Gateway>): ReadonlyMap<string, readonly string[]> {
  const overlaps = all.length < 2 ? undefined : overlapsOf(all, running);
  return new Map(
    all.map((rivals) => {
      const met = [rivals, ...(overlaps?.get(rivals.selector) ?? [])].flatMap((one) => [...one.gateways]);
      return [rivals.selector, [...new Set(met.map(({ id }) => id))].sort()];
    }),
  );
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
