import type { Mesh } from '../../model/mesh.js';
import { asText, type Fields, fieldsListOf, fieldsOf, textListOf } from '../../model/narrowing.js';
import type { MeshObject } from '../../model/object.js';
import { createdAt } from '../age.js';

/** TLS to a backend, in the form of a DestinationRule. */
export interface BackendTls {
  readonly mode: 'SIMPLE';
  readonly sni: string;
  readonly subjectAltNames: readonly string[];
  /** Why no connection can be made: what the policy wants to trust is not there. */
  readonly failure?: string;
}

/** What the BackendTLSPolicies of a backend come to: one for all its ports, and those of single ports. */
export interface BackendPolicy {
  /** Full name. */
  readonly host: string;
  readonly namespace: string;
  /** When the oldest of the policies was created, as it is written. */
  readonly created: string;
  /** `BackendTLSPolicy shop/pay` of each, the oldest first. */
  readonly from: readonly string[];
  readonly tls: BackendTls | undefined;
  readonly ports: readonly { readonly port: { readonly number: number }; readonly tls: BackendTls }[];
}

interface Target {
  readonly kind: string;
  readonly name: string;
  readonly sectionName: string;
}

interface Policy {
  readonly object: MeshObject;
  readonly tls: BackendTls;
  readonly targets: readonly Target[];
}

const ignored = 'istio.io/ignore-policy-attachment';

/**
 * The BackendTLSPolicies as Istio turns them into DestinationRules for the host of their Service or ServiceEntry, which sidecars obey as
 * gateways do. Of several for one target the oldest counts, then the first by name. One whose CA is not there keeps TLS, so that no
 * connection is made with less than it asks for (Istio, `BackendTLSPolicyCollection`).
 */
export function readBackendPolicies(mesh: Mesh): readonly BackendPolicy[] {
  const policies = mesh
    .objectsOf('gateway.networking.k8s.io', 'BackendTLSPolicy')
    .filter(({ annotations }) => annotations[ignored]?.toLowerCase() !== 'true')
    .map((object) => readPolicy(mesh, object))
    .sort((one, other) => compare(ageOf(one.object), ageOf(other.object)));
  const taken = new Set<string>();
  const byHost = new Map<string, BackendPolicy>();
  for (const { object, tls, targets } of policies) {
    for (const target of targets) {
      const key = [object.namespace, target.kind, target.name, target.sectionName].join('/');
      if (!taken.has(key)) {
        taken.add(key);
        for (const { host, port } of backendsOf(mesh, object.namespace, target)) {
          byHost.set(host, added(byHost.get(host), { object, host, port, tls }));
        }
      }
    }
  }
  return [...byHost.values()];
}

function added(
  known: BackendPolicy | undefined,
  { object, host, port, tls }: { object: MeshObject; host: string; port: number | undefined; tls: BackendTls },
): BackendPolicy {
  const label = `BackendTLSPolicy ${object.namespace}/${object.name}`;
  const policy = known ?? {
    host,
    namespace: object.namespace,
    created: createdAt(object),
    from: [],
    tls: undefined,
    ports: [],
  };
  const isNew = port === undefined ? policy.tls === undefined : !policy.ports.some((one) => one.port.number === port);
  return {
    ...policy,
    from: policy.from.includes(label) ? policy.from : [...policy.from, label],
    tls: port === undefined ? (policy.tls ?? tls) : policy.tls,
    ports: port !== undefined && isNew ? [...policy.ports, { port: { number: port }, tls }] : policy.ports,
  };
}

/** The hosts of a target, and the number of the port that its section names; none for a target that is not there. */
function backendsOf(
  mesh: Mesh,
  namespace: string,
  { kind, name, sectionName }: Target,
): readonly { readonly host: string; readonly port: number | undefined }[] {
  const registry = kind === 'Service' ? 'kubernetes' : 'service-entry';
  return mesh.services.flatMap((service) => {
    if (service.registry !== registry || service.namespace !== namespace || service.name !== name) {
      return [];
    }
    const port = service.ports.find((one) => one.name === sectionName)?.number;
    return sectionName !== '' && port === undefined ? [] : [{ host: service.host, port }];
  });
}

function readPolicy(mesh: Mesh, object: MeshObject): Policy {
  const validation = fieldsOf(object.spec['validation']);
  const failure = failureOf(mesh, object.namespace, validation);
  return {
    object,
    tls: {
      mode: 'SIMPLE',
      sni: asText(validation['hostname']) ?? '',
      subjectAltNames: fieldsListOf(validation['subjectAltNames']).flatMap(({ hostname, uri }) =>
        textListOf([hostname ?? uri]),
      ),
      ...(failure === undefined ? {} : { failure }),
    },
    targets: fieldsListOf(object.spec['targetRefs']).flatMap((reference): readonly Target[] => {
      const kind = asText(reference['kind']) ?? '';
      const group = asText(reference['group']) ?? '';
      const isKnown =
        (kind === 'Service' && (group === '' || group === 'core')) ||
        (kind === 'ServiceEntry' && group === 'networking.istio.io');
      const sectionName = asText(reference['sectionName']) ?? '';
      return isKnown ? [{ kind, name: asText(reference['name']) ?? '', sectionName }] : [];
    }),
  };
}

/** Why the first CA that the policy names cannot be used. */
function failureOf(mesh: Mesh, namespace: string, validation: Fields): string | undefined {
  const [reference] = fieldsListOf(validation['caCertificateRefs']);
  if (validation['wellKnownCACertificates'] !== undefined || reference === undefined) {
    return undefined;
  }
  const kind = asText(reference['kind']) ?? '';
  const name = asText(reference['name']) ?? '';
  if (kind !== 'ConfigMap' || (asText(reference['group']) ?? '') !== '') {
    return `a CA of kind ${kind} is not supported`;
  }
  const [found] = mesh.find('', 'ConfigMap', namespace, name);
  if (found === undefined) {
    return `there is no ConfigMap ${namespace}/${name} with the CA`;
  }
  const { data } = fieldsOf(found.resource.manifest);
  const hasCertificate = ['ca.crt', 'cacert'].some((key) => (asText(fieldsOf(data)[key]) ?? '') !== '');
  return hasCertificate ? undefined : `the ConfigMap ${namespace}/${name} has no ca.crt`;
}

function ageOf(object: MeshObject): readonly string[] {
  return [createdAt(object), object.name, object.namespace];
}

function compare(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one.join('\0'), other.join('\0')];
  return a < b ? -1 : a > b ? 1 : 0;
}
