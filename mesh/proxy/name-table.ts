import { allocatedAddress } from '../istio/allocated-addresses.js';
import type { SidecarScope } from '../istio/sidecar-scope.js';
import type { Address } from '../kubernetes/cluster-network.js';
import { isIpAddress } from '../text/ip-address.js';

type NameTable = ReadonlyMap<string, Address>;

const made = new WeakMap<SidecarScope['listeners'], NameTable>();

/**
 * What a sidecar that captures DNS, or ztunnel, answers by itself for a name outside the cluster: an address of the ServiceEntry that has it, or that has
 * the closest wildcard for it, else the address that istiod allocated. Undefined where it asks the DNS behind it. Blocks of addresses are no
 * answer (Istio, `BuildNameTable` and `LookupHost`).
 */
export function lookUp(scope: SidecarScope, name: string): Address | undefined {
  let table = made.get(scope.listeners);
  if (table === undefined) {
    table = nameTable(scope);
    made.set(scope.listeners, table);
  }
  const host = name.toLowerCase().replace(/\.$/, '');
  const exact = table.get(host);
  if (exact !== undefined) {
    return exact;
  }
  const labels = host.split('.');
  for (let index = 1; index < labels.length; index++) {
    const found = table.get(`*.${labels.slice(index).join('.')}`);
    if (found !== undefined) {
      return { ...found, host };
    }
  }
  return undefined;
}

function nameTable({ listeners }: SidecarScope): NameTable {
  const table = new Map<string, Address>();
  for (const { service } of listeners.flatMap(({ services }) => services)) {
    const { host, registry, addresses } = service;
    if (registry !== 'service-entry' || table.has(host)) {
      continue;
    }
    const own = addresses.find(isIpAddress);
    const allocated = own === undefined ? allocatedAddress(service) : undefined;
    const ip = own ?? allocated;
    if (ip !== undefined) {
      table.set(host, { kind: own === undefined ? 'allocated' : 'external', host, service, ip });
    }
  }
  return table;
}
