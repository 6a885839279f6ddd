import { gatewaysOf } from '../istio/virtual-service-gateways.js';
import type { IstioSpecs } from '../kinds/index.js';
import { type ConfigObject, fieldsListOf, fieldsOf, type Mesh } from '../model/index.js';
import { append } from '../model/labels.js';

type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;

/** The hosts of the VirtualServices that are bound to each Gateway. */
export class GatewayRouteHosts {
  private readonly sources = new Map<string, VirtualService[]>();
  private readonly known = new Map<string, ReadonlyMap<string, boolean>>();

  constructor(mesh: Mesh) {
    for (const virtualService of mesh.virtualServices) {
      for (const gateway of new Set(gatewaysOf(virtualService.spec, virtualService.namespace))) {
        append(this.sources, gateway, virtualService);
      }
    }
  }

  /** Whether VirtualServices of a Gateway and of one of others, which are merged, have one host of which one of them takes every request. */
  shadow(one: string, others: readonly string[]): boolean {
    const own = [...this.hostsOf(one)];
    return (
      own.length > 0 &&
      others.some((other) => {
        const theirs = this.hostsOf(other);
        return own.some(([host, takesAll]) => theirs.has(host) && (takesAll || theirs.get(host) === true));
      })
    );
  }

  /** By host, whether some rule takes every request. */
  private hostsOf(gateway: string): ReadonlyMap<string, boolean> {
    let hosts = this.known.get(gateway);
    if (hosts === undefined) {
      const found = new Map<string, boolean>();
      for (const virtualService of this.sources.get(gateway) ?? []) {
        const takesAll = hasCatchAll(virtualService);
        for (const host of virtualService.spec.hosts ?? []) {
          found.set(host, takesAll || found.get(host) === true);
        }
      }
      hosts = found;
      this.known.set(gateway, hosts);
    }
    return hosts;
  }
}

function hasCatchAll({ spec }: VirtualService): boolean {
  return fieldsListOf(spec.http).some((rule) => {
    const matches = fieldsListOf(rule['match']);
    return matches.length === 0 || matches.some((match) => isEverything(match));
  });
}

/** Whether a match takes every request: it has nothing, or no more than the prefix of every path. */
function isEverything(match: Readonly<Record<string, unknown>>): boolean {
  const { name: _, ...conditions } = match;
  const keys = Object.keys(conditions);
  return keys.length === 0 || (keys.length === 1 && fieldsOf(match['uri'])['prefix'] === '/');
}
