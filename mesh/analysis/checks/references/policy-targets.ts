import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { type TargetReference, targetsOf } from '../../../istio/policy-attachment.js';
import type { Mesh } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing } from '../../missing-host.js';

const kinds = ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const;

const effects: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'the policy is enforced nowhere, and everything that it was meant to keep out gets in',
  RequestAuthentication: 'no token is verified, and requests with any token get in',
  Telemetry: 'nothing is measured or logged by it',
  WasmPlugin: 'it runs nowhere',
};

/** Whether what policies name in `targetRefs` exists; a target is always in the namespace of its policy, or a class. */
export const policyTargets: Check = {
  name: 'policy-targets',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const kind of kinds) {
      for (const { object, spec, namespace } of mesh.istio(kind)) {
        for (const [index, target] of targetsOf(spec).entries()) {
          const missing = missingTarget(mesh, target, namespace);
          if (missing !== undefined) {
            const thing = `${target.kind} ${target.kind === 'GatewayClass' ? '' : `${namespace}/`}${target.name}`;
            const values = { thing, why: missing.why, effect: effects[kind] ?? '' };
            const isList = Array.isArray((spec as { readonly targetRefs?: unknown }).targetRefs);
            const field = isList ? ['spec', 'targetRefs', index] : ['spec', 'targetRef'];
            report(istioCodes.IST0101, object, values, field, { ...missing.circumstances, isOwn: true });
          }
        }
      }
    }
  },
};

function missingTarget(mesh: Mesh, target: TargetReference, namespace: string): MissingThing | undefined {
  const { kind = '', group = '', name = '' } = target;
  if (name === '' || mesh.find(group === 'core' ? '' : group, kind, namespace, name).length > 0) {
    return undefined;
  }
  const names = namesOf(mesh, `${group === 'core' ? '' : group}/${kind}`, namespace);
  if (names === undefined || names.all.includes(name)) {
    return undefined;
  }
  const why = `no such ${kind} is in these files`;
  const meant = misspelt(name, names.all);
  if (meant !== undefined) {
    return { why: `${why}; did you mean ${meant}?`, circumstances: {} };
  }
  const standing = Holdings.of(mesh).standing(names.held, namespace);
  return { why, circumstances: circumstancesOf(standing, names.assume(name)) };
}

function namesOf(mesh: Mesh, kind: string, namespace: string) {
  switch (kind) {
    case '/Service':
      return {
        all: mesh.services.flatMap((one) =>
          one.registry === 'kubernetes' && one.namespace === namespace ? [one.name] : [],
        ),
        held: 'Service',
        assume: (name: string) => assume.host(`${name}.${namespace}.svc.${mesh.config.clusterDomain}`),
      } as const;
    case 'networking.istio.io/ServiceEntry':
      return {
        all: mesh.serviceEntries.flatMap((one) => (one.namespace === namespace ? [one.name] : [])),
        held: 'ServiceEntry',
        assume: (name: string) => assume.host(`ServiceEntry ${namespace}/${name}`),
      } as const;
    case 'gateway.networking.k8s.io/Gateway':
      return {
        all: [
          ...mesh.gatewayApi('Gateway').flatMap((one) => (one.namespace === namespace ? [one.name] : [])),
          ...mesh.external.gateways.flatMap((id) =>
            id.startsWith(`${namespace}/`) ? [id.slice(namespace.length + 1)] : [],
          ),
        ],
        held: 'KubernetesGateway',
        assume: (name: string) => assume.gateway(`${namespace}/${name}`),
      } as const;
    default:
      return undefined;
  }
}
