import { targetsOf } from '../../../istio/policy-attachment.js';
import { holdsAt, placesOfPolicy } from '../../../istio/policy-workloads.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import {
  type ConfigObject,
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Mesh,
  matchesLabels,
  resolveGatewayName,
} from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;
type RequestAuthentication = ConfigObject<IstioSpecs['RequestAuthentication']>;

/** A claim is known only after a RequestAuthentication has verified the token. */
export const claimsAuthentication: Check = {
  name: 'claims-authentication',
  types: [asmCodes.ASM0007],
  run(mesh, report) {
    const authentications = mesh.requestAuthentications.filter(({ spec }) => (spec.jwtRules ?? []).length > 0);
    for (const policy of mesh.authorizationPolicies) {
      const attributes = tokenAttributes(policy);
      if (attributes.length > 0 && !isAuthenticated(mesh, policy, authentications)) {
        report(asmCodes.ASM0007, policy.object, { attributes: attributes.join(', ') }, ['spec', 'rules']);
      }
    }
    for (const { object, spec, namespace } of mesh.virtualServices) {
      const claims = claimHeaders(fieldsListOf(spec.http));
      const gateways = (spec.gateways ?? []).filter((name) => name !== 'mesh');
      const isOpen = gateways.some(
        (name) => !mayBeVerified(mesh, resolveGatewayName(name, namespace), authentications),
      );
      if (claims.length > 0 && isOpen) {
        report(asmCodes.ASM0007, object, { attributes: claims.join(', ') }, ['spec', 'http']);
      }
    }
  },
};

function claimHeaders(routes: readonly Fields[]): readonly string[] {
  const matches = routes.flatMap((route) => fieldsListOf(route['match']));
  const names = matches.flatMap((match) =>
    Object.keys({ ...fieldsOf(match['headers']), ...fieldsOf(match['withoutHeaders']) }),
  );
  return [...new Set(names.filter((name) => name.toLowerCase().startsWith('@request.auth.claims')))];
}

/** Whether a RequestAuthentication may verify tokens at a gateway. Where the pods of the gateway are known, IST0149 says whether one does. */
function mayBeVerified(mesh: Mesh, id: string, authentications: readonly RequestAuthentication[]): boolean {
  const gateway = mesh.gateways.find((one) => one.id === id);
  const labels = gateway?.spec.selector ?? {};
  return (
    (gateway !== undefined && mesh.selectWorkloads(undefined, labels).length > 0) ||
    authentications.some(({ selector }) => gateway === undefined || matchesLabels(labels, selector ?? {}))
  );
}

function tokenAttributes({ spec }: AuthorizationPolicy): readonly string[] {
  const attributes = (spec.rules ?? []).flatMap((rule) => [
    ...(rule.from ?? []).flatMap(({ source }) =>
      (['requestPrincipals', 'notRequestPrincipals'] as const).filter((key) => (source?.[key] ?? []).length > 0),
    ),
    ...(rule.when ?? []).map(({ key }) => key ?? '').filter((key) => key.startsWith('request.auth.')),
  ]);
  return [...new Set(attributes)];
}

/** Whether a RequestAuthentication is enforced wherever the policy is; where no such proxy is known, one that is for the same targets or labels. */
function isAuthenticated(
  mesh: Mesh,
  policy: AuthorizationPolicy,
  authentications: readonly RequestAuthentication[],
): boolean {
  const places = placesOfPolicy(mesh, policy);
  if (places.length === 0) {
    return authentications.some((authentication) => hasScopeOf(authentication, policy, mesh));
  }
  return places.every((place) => authentications.some((authentication) => holdsAt(mesh, authentication, place)));
}

function hasScopeOf(authentication: RequestAuthentication, policy: AuthorizationPolicy, mesh: Mesh): boolean {
  const own = targetsOf(authentication.spec).map(({ kind, name }) => `${kind}/${name}`);
  const wanted = targetsOf(policy.spec).map(({ kind, name }) => `${kind}/${name}`);
  const isNear = authentication.namespace === policy.namespace;
  if (own.length > 0 || wanted.length > 0) {
    return isNear && wanted.length > 0 && wanted.every((target) => own.includes(target));
  }
  const selector = authentication.selector ?? {};
  const isWide = isNear || authentication.namespace === mesh.config.rootNamespace;
  return isWide && matchesLabels(policy.selector ?? {}, selector);
}
