import { isGranted } from '../../../istio/gateway-api/reference-grants.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, type Mesh } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingHost } from '../../missing-host.js';
import { listSome } from '../../wording.js';
import { everyRoute } from './route-parents.js';

/** Whether the backends of routes exist, have the port, and may be referred to from the namespace of the route. */
export const routeBackends: Check = {
  name: 'route-backends',
  types: [asmCodes.ASM0032, istioCodes.IST0101],
  run(mesh, report) {
    for (const route of everyRoute(mesh)) {
      const isForMesh = (route.spec.parentRefs ?? []).every(
        ({ kind }) => kind === 'Service' || kind === 'ServiceEntry',
      );
      for (const { backend, field } of backendsOf(route.object.spec)) {
        const namespace = asText(backend['namespace']) ?? route.namespace;
        const name = asText(backend['name']) ?? '';
        const isService =
          (asText(backend['kind']) ?? 'Service') === 'Service' && (asText(backend['group']) ?? '') === '';
        if (!isService || name === '') {
          continue;
        }
        const status = route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute' ? 'get 500' : 'are closed';
        const effect = `requests for it ${status}`;
        const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
        const [service] = mesh.servicesAt(host);
        if (service === undefined && namespace !== route.namespace && !isExternal(mesh, host)) {
          const { why, circumstances } = missingHost(mesh, host, namespace);
          const values = { thing: `Service ${namespace}/${name}`, effect, why };
          report(istioCodes.IST0101, route.object, values, field, { ...circumstances, isOwn: true });
        }
        if (service === undefined) {
          continue;
        }
        const isAllowed =
          isForMesh || namespace === route.namespace || isGranted(mesh, route, { kind: 'Service', name, namespace });
        if (!isAllowed) {
          const values = {
            what: `the route may not send requests to Service ${namespace}/${name}`,
            effect,
            why: `namespace ${namespace} has no ReferenceGrant from ${route.kind} of namespace ${route.namespace} to it; add one`,
          };
          report(asmCodes.ASM0032, route.object, values, field);
        }
        const port = asNumber(backend['port']);
        if (port !== undefined && service.registry !== 'external' && service.port(port) === undefined) {
          const why = `it has ${listSome(service.ports.map(({ number }) => String(number)))}`;
          const values = {
            thing: `port ${port} of Service ${namespace}/${name}`,
            effect: `requests for it ${status === 'get 500' ? 'get 503' : status}`,
            why,
          };
          report(istioCodes.IST0101, route.object, values, [...field, 'port'], { isOwn: true });
        }
      }
    }
  },
};

function isExternal(mesh: Mesh, host: string): boolean {
  return mesh.services.some((service) => service.registry === 'external' && service.host === host);
}

function backendsOf(spec: Fields): readonly { readonly backend: Fields; readonly field: FieldPath }[] {
  return fieldsListOf(spec['rules']).flatMap((rule, ruleIndex) => {
    const at = ['spec', 'rules', ruleIndex];
    return [
      ...fieldsListOf(rule['backendRefs']).map((backend, index) => ({ backend, field: [...at, 'backendRefs', index] })),
      ...fieldsListOf(rule['filters']).flatMap((filter, index) => {
        const mirror = fieldsOf(filter['requestMirror']);
        return mirror['backendRef'] === undefined
          ? []
          : [
              {
                backend: fieldsOf(mirror['backendRef']),
                field: [...at, 'filters', index, 'requestMirror', 'backendRef'],
              },
            ];
      }),
    ];
  });
}
