import { isForMesh } from '../../../istio/virtual-service-gateways.js';
import {
  asNumber,
  asText,
  type Fields,
  fieldsListOf,
  fieldsOf,
  isHttp,
  type Mesh,
  type MeshService,
  type ServicePort,
} from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/**
 * What needs HTTP on ports where the proxy sees bytes only. A port whose protocol is not declared is sniffed and left alone, and so
 * is a rule that originates TLS, since its callers speak plain HTTP to the proxy.
 */
export const httpOnTcp: Check = {
  name: 'http-on-tcp',
  types: [asmCodes.ASM0009],
  run(mesh, report) {
    for (const { object, namespace, spec } of mesh.destinationRules) {
      const { trafficPolicy, subsets } = fieldsOf(spec);
      const service = mesh.serviceFor(spec.host ?? '', namespace);
      const policies = [
        { policy: fieldsOf(trafficPolicy), ports: service?.ports ?? [], field: ['spec', 'trafficPolicy'] },
        ...fieldsListOf(subsets).map((subset, index) => ({
          policy: fieldsOf(subset['trafficPolicy']),
          ports: service?.ports ?? [],
          field: ['spec', 'subsets', index, 'trafficPolicy'],
        })),
        ...fieldsListOf(fieldsOf(trafficPolicy)['portLevelSettings']).map((settings, index) => ({
          policy: settings,
          ports: (service?.ports ?? []).filter(({ number }) => number === fieldsOf(settings['port'])['number']),
          field: ['spec', 'trafficPolicy', 'portLevelSettings', index],
        })),
      ];
      for (const { policy, ports, field } of policies) {
        const settings = httpSettings(policy);
        if (settings !== '' && isOpaque(ports)) {
          report(asmCodes.ASM0009, object, { settings, host: spec.host ?? '', ports: describe(ports) }, field);
        }
      }
    }
    for (const { object, namespace, spec } of mesh.virtualServices) {
      if (!isForMesh(spec) || (spec.http ?? []).length === 0) {
        continue;
      }
      const matched = matchedPorts(fieldsListOf(spec.http));
      for (const host of spec.hosts ?? []) {
        const ports = portsOf(mesh, host, namespace).filter(({ number }) => matched?.has(number) ?? true);
        if (isOpaque(ports)) {
          const values = { settings: 'HTTP routes', host, ports: describe(ports) };
          report(asmCodes.ASM0009, object, values, ['spec', 'http']);
        }
      }
    }
    for (const kind of ['HTTPRoute', 'GRPCRoute'] as const) {
      for (const { object, namespace } of mesh.gatewayApi(kind)) {
        fieldsListOf(object.spec['parentRefs']).forEach((parent, index) => {
          const { name, port } = parent;
          const isService = parent['kind'] === 'Service';
          const host = `${String(name)}.${asText(parent['namespace']) ?? namespace}.svc.${mesh.config.clusterDomain}`;
          const all = isService ? portsOf(mesh, host, namespace) : [];
          const ports = all.filter(({ number }) => port === undefined || number === port);
          if (isOpaque(ports)) {
            const values = { settings: `rules of an ${kind}`, host: String(name), ports: describe(ports) };
            report(asmCodes.ASM0009, object, values, ['spec', 'parentRefs', index]);
          }
        });
      }
    }
  },
};

/** Ports that the routes ask for; undefined when some route takes any. */
function matchedPorts(routes: readonly Fields[]): ReadonlySet<unknown> | undefined {
  const matches = routes.flatMap((route) =>
    fieldsListOf(route['match']).length > 0 ? fieldsListOf(route['match']) : [{}],
  );
  return matches.every((match: Fields) => match['port'] !== undefined)
    ? new Set(matches.map((match: Fields) => match['port']))
    : undefined;
}

function portsOf(mesh: Mesh, host: string, namespace: string): readonly ServicePort[] {
  const service: MeshService | undefined = mesh.serviceFor(host, namespace);
  return service?.ports ?? [];
}

function httpSettings(policy: Fields): string {
  const mode = fieldsOf(policy['tls'])['mode'];
  if (mode === 'SIMPLE' || mode === 'MUTUAL') {
    return '';
  }
  const outlier = fieldsOf(policy['outlierDetection']);
  const errors = ['consecutive5xxErrors', 'consecutiveGatewayErrors', 'consecutiveErrors'];
  const hash = fieldsOf(fieldsOf(policy['loadBalancer'])['consistentHash']);
  return [
    fieldsOf(policy['connectionPool'])['http'] === undefined ? '' : 'HTTP pool limits',
    errors.some((key) => (asNumber(outlier[key]) ?? 0) > 0) ? 'ejection by 5xx answers' : '',
    Object.keys(hash).some((key) => key.startsWith('http')) ? 'a hash of HTTP attributes' : '',
  ]
    .filter((text) => text !== '')
    .join(' and ');
}

function isOpaque(ports: readonly ServicePort[]): boolean {
  return ports.length > 0 && ports.every(({ protocol }) => protocol !== 'auto' && !isHttp(protocol));
}

function describe(ports: readonly ServicePort[]): string {
  return ports.map(({ number, protocol }) => `${number} (${protocol.toUpperCase()})`).join(', ');
}
