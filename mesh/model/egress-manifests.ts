import type { Manifest } from '../manifest/resource.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';

const gatewayNamespace = 'istio-system';

/** What leaves the mesh through one port of the egress gateway. */
interface Target {
  /** Part of names: the places of the rule and of the target. */
  readonly id: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly protocol: string;
  readonly gatewayPort: number;
  /** Port to which the gateway opens TLS; undefined where it does not. */
  readonly upgradePort: number | undefined;
  readonly from: readonly Fields[];
}

/** Protocols that are routed request by request. */
export const httpProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC']);
const tlsProtocols: ReadonlySet<string> = new Set(['HTTPS', 'TLS']);

/**
 * The objects of Istio that ASM makes from an ASMEgressTrafficPolicy ("CRD fields for ASMEgressTrafficPolicy"): the hosts, for the namespaces
 * that may call them; routes from those to the egress gateway, always over mTLS; and from the gateway to the hosts, over TLS where it is
 * asked to open it. None for a policy that names no gateway.
 */
export function manifestsOfEgressPolicy(policy: MeshObject, clusterDomain: string): readonly Manifest[] {
  const gateway = asText(fieldsOf(policy.spec['byEgressGateway'])['name']) ?? '';
  const targets = targetsOf(policy);
  if (gateway === '' || targets.length === 0) {
    return [];
  }
  const host = `istio-${gateway}.${gatewayNamespace}.svc.${clusterDomain}`;
  const made = (kind: string, name: string, namespace: string, spec: Fields): Manifest => ({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: name === '' ? policy.name : `${policy.name}-${name}`, namespace },
    spec,
  });
  const ofTargets = targets.flatMap((target) =>
    manifestsOfTarget(target, { host, gateway: policy.name, namespace: policy.namespace }, made),
  );
  return [
    made('Gateway', '', policy.namespace, { selector: { istio: gateway }, servers: targets.map(serverOf) }),
    made('DestinationRule', '', gatewayNamespace, {
      host,
      subsets: targets.map(({ id, hosts }) => ({
        name: id,
        trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: hosts[0] } },
      })),
    }),
    ...ofTargets,
  ];
}

function targetsOf({ spec }: MeshObject): readonly Target[] {
  return fieldsListOf(spec['egressRules']).flatMap((rule, index) =>
    fieldsListOf(rule['to']).flatMap((to, place): readonly Target[] => {
      const port = fieldsOf(to['port']);
      const [number, gatewayPort] = [asNumber(port['number']), asNumber(fieldsOf(to['byEgressGateway'])['port'])];
      const upgrade = fieldsOf(to['httpsUpgrade']);
      const hosts = textListOf(to['hosts']);
      return number === undefined || gatewayPort === undefined || hosts.length === 0
        ? []
        : [
            {
              id: `${index}-${place}`,
              hosts,
              port: number,
              protocol: asText(port['protocol']) ?? 'TCP',
              gatewayPort,
              upgradePort: upgrade['enabled'] === true ? (asNumber(upgrade['port']) ?? 443) : undefined,
              from: fieldsListOf(rule['from']),
            },
          ];
    }),
  );
}

/** What the gateway listens for: the mTLS of sidecars, whose server name says which host is meant. */
function serverOf({ id, hosts, protocol, gatewayPort }: Target): Fields {
  const isHttp = httpProtocols.has(protocol);
  return {
    port: {
      number: gatewayPort,
      name: `${isHttp ? 'https' : 'tls'}-${gatewayPort}-${id}`,
      protocol: isHttp ? 'HTTPS' : 'TLS',
    },
    hosts,
    tls: { mode: 'ISTIO_MUTUAL' },
  };
}

interface Way {
  /** Host of the gateway's Service. */
  readonly host: string;
  /** Name and namespace of the Gateway. */
  readonly gateway: string;
  readonly namespace: string;
}

type Make = (kind: string, name: string, namespace: string, spec: Fields) => Manifest;

function manifestsOfTarget(target: Target, { host, gateway, namespace }: Way, made: Make): readonly Manifest[] {
  const { id, hosts, port, protocol, gatewayPort, upgradePort, from } = target;
  const [first = ''] = hosts;
  const callers = [...new Set(from.flatMap((one) => asText(one['namespace']) ?? []))].sort();
  const upgrade =
    upgradePort === undefined ? [] : [{ number: upgradePort, name: `https-${upgradePort}`, protocol: 'HTTPS' }];
  const destination = { host, subset: id, port: { number: gatewayPort } };
  const onward = { host: first, port: { number: upgradePort ?? port } };
  const isHttp = httpProtocols.has(protocol);
  return [
    made('ServiceEntry', id, namespace, {
      hosts,
      ports: [
        { number: port, name: `${protocol.toLowerCase()}-${port}`, protocol },
        ...upgrade.filter(({ number }) => number !== port),
      ],
      location: 'MESH_EXTERNAL',
      resolution: hosts.some((one) => one.startsWith('*')) ? 'NONE' : 'DNS',
      exportTo: [...new Set([...callers, gatewayNamespace, '.'])],
    }),
    ...callers.map((caller) =>
      made('VirtualService', id, caller, {
        hosts,
        exportTo: ['.'],
        ...routeOf(target, caller, destination),
      }),
    ),
    made('VirtualService', `${id}-out`, namespace, {
      hosts,
      gateways: [`${namespace}/${gateway}`],
      [isHttp ? 'http' : 'tcp']: [{ match: [{ port: gatewayPort }], route: [{ destination: onward }] }],
    }),
    ...(upgradePort === undefined
      ? []
      : hosts.map((one, index) =>
          made('DestinationRule', `${id}-${index}`, namespace, {
            host: one,
            exportTo: [gatewayNamespace, '.'],
            trafficPolicy: {
              portLevelSettings: [{ port: { number: upgradePort }, tls: { mode: 'SIMPLE', sni: one } }],
            },
          }),
        )),
  ];
}

/** The callers of a namespace that a target is for, as conditions of a route. */
function matchesOf({ from, port, protocol, hosts }: Target, namespace: string): readonly Fields[] {
  return from
    .filter((one) => one['namespace'] === namespace)
    .map(({ workloadSelector }) => {
      const labels = labelsOf(workloadSelector);
      return {
        port,
        ...(Object.keys(labels).length === 0 ? {} : { sourceLabels: labels }),
        ...(tlsProtocols.has(protocol) ? { sniHosts: hosts } : {}),
      };
    });
}

function routeOf(target: Target, caller: string, destination: Fields): Fields {
  const match = matchesOf(target, caller);
  const route = [{ match, route: [{ destination }] }];
  if (httpProtocols.has(target.protocol)) {
    const isForAll = match.some(({ sourceLabels }) => sourceLabels === undefined);
    // Workloads that the policy does not select know no such host, which is what this answer stands for.
    const refusal = { match: [{ port: target.port }], directResponse: { status: 502 } };
    return { http: isForAll ? route : [...route, refusal] };
  }
  return tlsProtocols.has(target.protocol) ? { tls: route } : { tcp: route };
}
