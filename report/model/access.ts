import { addressOf } from '../../mesh/request/address.js';
import { type Asker, outsideCaller, Representatives } from '../../mesh/survey/representatives.js';
import { type Asked, summaryOf } from './asked.js';
import { idOf } from './nodes.js';
import type { AccessRow } from './report-data.js';
import { isProxyService } from './routes.js';

/** Whether a workload of the same namespace, one of another, and a pod without a proxy reach each port of each service. */
export function accessOf(asked: Asked): readonly AccessRow[] {
  const { mesh } = asked;
  const representatives = new Representatives(mesh);
  const spaces = [...new Set(mesh.workloads.map(({ namespace }) => namespace))];
  const inMesh = spaces.filter((namespace) => representatives.ofNamespace(namespace).length > 0);
  return mesh.services.flatMap((service): readonly AccessRow[] => {
    if (service.registry !== 'kubernetes' || isProxyService(service)) {
      return [];
    }
    const other = inMesh.find((namespace) => namespace !== service.namespace);
    const callers: readonly (readonly [AccessRow['caller'], readonly Asker[]])[] = [
      ['same namespace', representatives.ofNamespace(service.namespace)],
      ['other namespace', other === undefined ? [] : representatives.ofNamespace(other)],
      ['without a proxy', [outsideCaller]],
    ];
    return service.ports.flatMap((port) => {
      const address = addressOf(service, port);
      return address === undefined
        ? []
        : callers.flatMap(([caller, askers]) =>
            askers.map((from): AccessRow => {
              const query = { from, to: `${address}/` };
              return { ...summaryOf(query, asked.ask(query)), service: idOf(service), port: port.number, caller };
            }),
          );
    });
  });
}
