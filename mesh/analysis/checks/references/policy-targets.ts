import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { type TargetReference, targetsOf } from '../../../istio/policy-attachment.js';
import { listOf, type Mesh, type MeshObject } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingHost } from '../../missing-host.js';
import { circumstancesOf, type MissingThing, missingThing } from '../../missing-thing.js';

const gatewayApi = 'gateway.networking.k8s.io';
const waypointClass = 'istio-waypoint';

/** What happens where a policy is not, by its kind. */
const effects: ReadonlyMap<string, string> = new Map([
  ['AuthorizationPolicy', 'the policy is enforced nowhere, so what it should keep out gets in'],
  ['RequestAuthentication', 'no token is verified there, so requests with any token get in'],
  ['Telemetry', 'nothing is measured or logged by it'],
  ['WasmPlugin', 'it runs nowhere'],
  ['BackendTLSPolicy', 'requests go there without the TLS that it asks for'],
]);

/**
 * Whether what a policy names in `targetRefs` exists: Istio then applies the policy to nothing and says nothing, so that what it should guard is
 * open. istioctl does not look.
 */
export const policyTargets: Check = {
  name: 'policy-targets',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const object of policiesOf(mesh)) {
      const { spec } = object;
      const field = listOf(spec['targetRefs']).length > 0 ? ['spec', 'targetRefs'] : ['spec', 'targetRef'];
      targetsOf(spec).forEach((target, index) => {
        const missing = missingTarget(mesh, object, target);
        if (missing !== undefined) {
          const { thing, why, circumstances } = missing;
          const values = { thing, why, effect: effects.get(object.kind) ?? 'it has no effect there' };
          const at = field[1] === 'targetRefs' ? [...field, index] : field;
          report(istioCodes.IST0101, object, values, at, { ...circumstances, isOwn: true });
        }
      });
    }
  },
};

function policiesOf(mesh: Mesh): readonly MeshObject[] {
  const kinds = ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const;
  return [
    ...kinds.flatMap((kind) => mesh.istio(kind).map(({ object }) => object)),
    ...mesh.objectsOf(gatewayApi, 'BackendTLSPolicy'),
  ];
}

interface MissingTarget extends MissingThing {
  readonly thing: string;
}

/** Nothing where the target exists, or is not one that a policy can have, which is another finding. */
function missingTarget(mesh: Mesh, policy: MeshObject, target: TargetReference): MissingTarget | undefined {
  const { group = '', kind = '', name = '' } = target;
  const { namespace } = policy;
  if (name === '') {
    return undefined;
  }
  const thing = `${kind} ${namespace}/${name}`;
  switch (`${group === 'core' ? '' : group}/${kind}`) {
    case `${gatewayApi}/Gateway`: {
      const isThere = isFound(mesh, [gatewayApi, 'Gateway'], namespace, name);
      const isDeclared = mesh.external.gateways.includes(`${namespace}/${name}`);
      return isThere || isDeclared ? undefined : { thing, ...missingGateway(mesh, namespace, name) };
    }
    case '/Service': {
      const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
      const isThere = isFound(mesh, ['', 'Service'], namespace, name) || mesh.external.hosts.includes(host);
      return isThere ? undefined : { thing, ...missingHost(mesh, host, namespace) };
    }
    case 'networking.istio.io/ServiceEntry':
      return isFound(mesh, ['networking.istio.io', 'ServiceEntry'], namespace, name)
        ? undefined
        : { thing, ...missingEntry(mesh, namespace, name) };
    case `${gatewayApi}/GatewayClass`:
      return missingClass(mesh, policy, name);
    default:
      return undefined;
  }
}

function isFound(mesh: Mesh, [group, kind]: readonly [string, string], namespace: string, name: string): boolean {
  return mesh.find(group, kind, namespace, name).length > 0;
}

function missingGateway(mesh: Mesh, namespace: string, name: string): MissingThing {
  const why = 'no such Gateway of the Gateway API is in these files';
  const ingress = mesh.workloads.find(({ proxy, labels }) => proxy === 'gateway' && labels['istio'] === name);
  if (ingress !== undefined || isFound(mesh, ['networking.istio.io', 'Gateway'], namespace, name)) {
    const key = ingress === undefined ? 'the labels of its pods' : `istio: ${name}, the label of its pods`;
    return { why: `${why}; an ingress gateway of Istio is selected by ${key}`, circumstances: {} };
  }
  const gateways = mesh.objectsOf(gatewayApi, 'Gateway');
  const near = gateways.filter((one) => one.namespace === namespace).map((one) => one.name);
  const meant = misspelt(name, near);
  if (meant !== undefined) {
    return { why: `${why}; did you mean ${meant}?`, circumstances: {} };
  }
  const other = gateways.find((one) => one.name === name);
  if (other !== undefined) {
    const place = `${other.namespace}/${name}, and a policy is for targets of its own namespace`;
    return { why: `${why}, only ${place}`, circumstances: {} };
  }
  const standing = Holdings.of(mesh).standing('KubernetesGateway', namespace);
  return { why, circumstances: circumstancesOf(standing, assume.gateway(`${namespace}/${name}`)) };
}

function missingEntry(mesh: Mesh, namespace: string, name: string): MissingThing {
  const near = mesh.serviceEntries.filter((one) => one.namespace === namespace).map((one) => one.name);
  const standing = Holdings.of(mesh).standing('ServiceEntry', namespace);
  const otherwise = circumstancesOf(standing, assume.serviceEntry(`${namespace}/${name}`));
  return missingThing('no such ServiceEntry is in these files', name, near, otherwise);
}

/** Istio looks at one class only, and in one namespace only. */
function missingClass(mesh: Mesh, { namespace }: MeshObject, name: string): MissingTarget | undefined {
  const { rootNamespace } = mesh.config;
  if (name === waypointClass && namespace === rootNamespace) {
    return undefined;
  }
  const why = `the only class that can be a target is ${waypointClass}, for a policy in ${rootNamespace}`;
  return { thing: `GatewayClass ${name}`, why, circumstances: {} };
}
