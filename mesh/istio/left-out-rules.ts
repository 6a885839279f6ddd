import { coversHost } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import { type LeftOutRule, withDelegates } from './delegations.js';
import { routesOf } from './gateway-api/bindings.js';
import { isUsable, type RuleSpec } from './gateway-api/rules.js';

interface LeftOut extends LeftOutRule {
  /** Hosts that the rule is for, as Istio resolves them. */
  readonly hosts: readonly string[];
}

const known = new WeakMap<Mesh, readonly LeftOut[]>();

/** The rules for a host that are written and that no proxy gets, so that a request which finds no route can name them. */
export function leftOutRules(mesh: Mesh, host: string): readonly LeftOutRule[] {
  let all = known.get(mesh);
  if (all === undefined) {
    all = [...ofVirtualServices(mesh), ...ofGatewayApi(mesh)];
    known.set(mesh, all);
  }
  return all
    .filter(({ hosts }) => hosts.some((one) => coversHost(one, host)))
    .map(({ label, reason }) => ({ label, reason }));
}

function ofVirtualServices(mesh: Mesh): readonly LeftOut[] {
  const byId = new Map(mesh.virtualServices.map((service) => [service.id, service]));
  return mesh.virtualServices
    .filter(({ spec }) => (spec.http ?? []).some(({ delegate }) => delegate !== undefined))
    .flatMap((service) => {
      const hosts = (service.spec.hosts ?? []).map((one) => mesh.resolve(one, service.namespace));
      return withDelegates(mesh, service, byId).leftOut.map((rule) => ({ ...rule, hosts }));
    });
}

/** One rule that Istio cannot use makes a route of the Gateway API unusable as a whole. */
function ofGatewayApi(mesh: Mesh): readonly LeftOut[] {
  return routesOf(mesh, 'HTTPRoute', 'GRPCRoute').flatMap((route) => {
    const owner = { object: route.object, kind: route.kind, namespace: route.namespace, label: '' };
    const rules = (route.spec.rules ?? []) as readonly RuleSpec[];
    const index = rules.findIndex((rule) => !isUsable(mesh, owner, rule));
    const label = `${route.kind} ${route.id}`;
    const reason = `Istio leaves out the route, since it cannot use rules[${index}]: a filter or a backend that it does not support`;
    const hosts = route.spec.hostnames ?? ['*'];
    return index < 0 ? [] : [{ label, reason, hosts: hosts.map((one) => one.toLowerCase()) }];
  });
}
