import type { Mesh } from '../model/mesh.js';
import { addressOf } from '../request/address.js';
import { Downstreams } from '../request/downstream.js';
import type { RequestQuery } from '../request/index.js';
import { Representatives } from './representatives.js';

/** Asks, for every Sidecar that differs between two meshes, about the services that its workloads see in one of them only. */
export function changedScopes(before: Mesh, after: Mesh, add: (query: RequestQuery) => void): void {
  const askers = new Set<string>();
  for (const [mesh, other] of [
    [before, after],
    [after, before],
  ] as const) {
    const representatives = new Representatives(mesh);
    const known = new Map(other.sidecars.map(({ id, spec }) => [id, JSON.stringify(spec)]));
    for (const { id, namespace, selector, spec } of mesh.sidecars) {
      if (known.get(id) === JSON.stringify(spec)) {
        continue;
      }
      const selected =
        selector !== undefined
          ? representatives.withLabels(namespace, selector)
          : namespace === mesh.config.rootNamespace
            ? representatives.ofNamespaces
            : representatives.ofNamespace(namespace);
      for (const asker of selected) {
        askers.add(asker);
      }
    }
  }
  for (const from of [...askers].sort()) {
    const [old, now] = [visibleTo(before, from), visibleTo(after, from)];
    for (const [address, host] of [...old, ...now]) {
      if (old.get(address) !== host || now.get(address) !== host) {
        add({ from, to: `${address}/` });
      }
    }
  }
}

/** Hosts that the sidecar of a workload knows, by address. */
function visibleTo(mesh: Mesh, from: string): ReadonlyMap<string, string> {
  const { scope } = Downstreams.of(mesh).find(from).node;
  const found = new Map<string, string>();
  for (const [host, { service, ports }] of scope.services) {
    for (const port of ports) {
      const address = addressOf(service, port);
      if (address !== undefined) {
        found.set(address, host);
      }
    }
  }
  return found;
}
