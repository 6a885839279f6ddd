import { gatewaysOf } from '../istio/virtual-service-gateways.js';
import type { IstioSpecs } from '../kinds/index.js';
import { type ConfigObject, fieldsListOf, fieldsOf, type Mesh } from '../model/index.js';

type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;

/** The hosts of the VirtualServices that are bound to each Gateway. */
export class GatewayRouteHosts {
  /** By gateway and host, whether some rule takes every request. */
  private readonly byGateway = new Map<string, Map<string, boolean>>();

  constructor(mesh: Mesh) {
    for (const virtualService of mesh.virtualServices) {
      const { spec, namespace } = virtualService;
      const takesAll = hasCatchAll(virtualService);
      for (const gateway of gatewaysOf(spec, namespace)) {
        const hosts = this.byGateway.get(gateway) ?? new Map<string, boolean>();
        this.byGateway.set(gateway, hosts);
        for (const host of spec.hosts ?? []) {
          hosts.set(host, takesAll || hosts.get(host) === true);
        }
      }
    }
  }

  /** Whether VirtualServices of two gateways, which are merged, have one host of which one of them takes every request. */
  shadow(one: string, other: string): boolean {
    const theirs = this.byGateway.get(other);
    for (const [host, takesAll] of this.byGateway.get(one) ?? []) {
      const others = theirs?.get(host);
      if (others !== undefined && (takesAll || others)) {
        return true;
      }
    }
    return false;
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
