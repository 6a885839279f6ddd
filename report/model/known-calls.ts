import { addressOf } from '../../mesh/request/address.js';
import { CallsByTarget } from '../../mesh/survey/calls-by-target.js';
import { Representatives } from '../../mesh/survey/representatives.js';
import type { Asked } from './asked.js';
import type { Edges } from './edges.js';
import { idOf, type Nodes } from './nodes.js';

/** Namespaces with more services that no one is known to call are not drawn with callers that may: the table of access has them. */
const drawnPossible = 12;

/** Adds every call that annotations, policies and containers speak of. */
export function addDeclared(asked: Asked, nodes: Nodes, edges: Edges): void {
  const { mesh } = asked;
  const calls = new CallsByTarget(mesh, new Representatives(mesh));
  for (const service of mesh.services) {
    for (const { from, caller, port: wanted, methods } of calls.of(`${service.namespace}/${service.name}`, service)) {
      const port = service.ports.find(({ number }) => wanted === undefined || number === wanted);
      const address = port === undefined ? undefined : addressOf(service, port);
      if (caller !== undefined && address !== undefined) {
        const [method] = methods ?? [];
        const query = { from: caller, to: `${address}/`, ...(method === undefined ? {} : { method }) };
        edges.add('declared', nodes.ofCaller(from), idOf(service), query, asked.ask(query));
      }
    }
  }
}

/** Adds, for services that no one is known to call, a workload of the same namespace that may. */
export function addPossible(asked: Asked, nodes: Nodes, edges: Edges): void {
  const { mesh } = asked;
  const representatives = new Representatives(mesh);
  const open = mesh.services.filter(
    (service) =>
      service.registry === 'kubernetes' &&
      service.workloads.length > 0 &&
      !service.workloads.some(({ proxy }) => proxy === 'gateway' || proxy === 'waypoint') &&
      !edges.leadTo(idOf(service)),
  );
  const counts = new Map<string, number>();
  for (const { namespace } of open) {
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  for (const service of open) {
    const [from] = representatives.ofNamespace(service.namespace);
    const [port] = service.ports;
    const address = port === undefined ? undefined : addressOf(service, port);
    if (from !== undefined && address !== undefined && (counts.get(service.namespace) ?? 0) <= drawnPossible) {
      const query = { from, to: `${address}/` };
      edges.add('possible', nodes.ofNamespace(service.namespace), idOf(service), query, asked.ask(query));
    }
  }
}
