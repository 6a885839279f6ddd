import { isForMesh } from '../../../istio/virtual-service-gateways.js';
import { asText, fieldsListOf, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { destinationsOf } from '../../destinations.js';
import type { Level } from '../../finding.js';
import { missingHost } from '../../missing-host.js';
import { ShortHosts } from '../../short-hosts.js';
import { listSome, nameSome } from '../../wording.js';

/**
 * A short name is a Service of the route's own namespace. Reported once for each route, when another namespace of the same folder has the Service;
 * otherwise it is a host that does not exist (IST0101), and of a route of the Gateway API a backend that does not.
 */
export const shortHost: Check = {
  name: 'short-host',
  types: [asmCodes.ASM0010],
  run(mesh, report) {
    const shortHosts = new ShortHosts(mesh);
    // Files without any Service are a part of a mesh, whose Services are elsewhere.
    if (!shortHosts.areKnown) {
      return;
    }
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const) {
      for (const { object } of mesh.gatewayApi(kind)) {
        const names = [...new Set(shortServices(object))].filter((name) => shortHosts.isMissing(name, object));
        const isElsewhere = (name: string): boolean => shortHosts.elsewhere(name, object).length > 0;
        reportElsewhere(shortHosts, object, names.filter(isElsewhere), report);
        reportMissing(
          mesh,
          object,
          names.filter((name) => !isElsewhere(name)),
          report,
        );
      }
    }
    for (const virtualService of mesh.virtualServices) {
      const { object, spec } = virtualService;
      const destinations = destinationsOf(virtualService).map(({ host }) => host);
      const hosts = [...(isForMesh(spec) ? (spec.hosts ?? []) : []), ...destinations];
      reportElsewhere(shortHosts, object, hosts, report);
    }
  },
};

/** Services that a route of the Gateway API names without a namespace, as parent or as backend. */
function shortServices(object: MeshObject): readonly string[] {
  const spec = object.spec;
  const parents = fieldsListOf(spec['parentRefs']).filter(({ kind }) => kind === 'Service');
  const backends = fieldsListOf(spec['rules'])
    .flatMap((rule) => [
      ...fieldsListOf(rule['backendRefs']),
      ...fieldsListOf(rule['filters']).map((filter) => fieldsOf(fieldsOf(filter['requestMirror'])['backendRef'])),
    ])
    .filter(({ kind, group }) => (kind ?? 'Service') === 'Service' && (group ?? '') === '');
  return [...parents, ...backends]
    .filter((reference) => asText(reference['namespace']) === undefined)
    .map((reference) => asText(reference['name']) ?? '')
    .filter((name) => name !== '');
}

function reportElsewhere(shortHosts: ShortHosts, object: MeshObject, names: readonly string[], report: Report): void {
  const missing = [...new Set(names)].filter((name) => shortHosts.elsewhere(name, object).length > 0);
  if (missing.length > 0) {
    const others = [...new Set(missing.flatMap((name) => shortHosts.elsewhere(name, object)))];
    const why = `namespace ${object.namespace} has no ${nameSome('Service', missing)}, but there is ${listSome(others, 3)}`;
    report(asmCodes.ASM0010, object, { why }, ['spec']);
  }
}

/** Parents and backends of a route of the Gateway API that no namespace of the files has: those that are surely missing together. */
function reportMissing(mesh: Mesh, object: MeshObject, names: readonly string[], report: Report): void {
  const certain: string[] = [];
  const levels = new Set<Level | undefined>();
  for (const name of names) {
    const { why, circumstances } = missingHost(mesh, name, object.namespace);
    if (circumstances.assumption === undefined) {
      certain.push(why);
      levels.add(circumstances.level);
    } else {
      report(asmCodes.ASM0010, object, { why }, ['spec'], circumstances);
    }
  }
  if (certain.length > 0) {
    const level = levels.has(undefined) ? undefined : 'warning';
    report(asmCodes.ASM0010, object, { why: certain.join('; ') }, ['spec'], { level });
  }
}
