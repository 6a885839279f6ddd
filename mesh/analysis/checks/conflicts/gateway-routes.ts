import { covers } from '../../../istio/http-match.js';
import type { Mesh, MeshObject } from '../../../model/index.js';
import { PushContext } from '../../../proxy/push-context.js';
import type { Route } from '../../../proxy/route-configuration.js';
import { asmCodes } from '../../asm-codes.js';
import { fieldOfRule, ruleWords } from '../../behaviour/places.js';
import type { Check, Report } from '../../check.js';
import { describeResource } from '../../finding.js';
import { byAge } from './by-age.js';

/** Virtual hosts with more routes than this are compared with the first of them only, so that time stays in proportion. */
const mostCompared = 200;

/** Whether a rule at a gateway is never reached, because a rule of another object for the same host takes its requests. */
export const gatewayRouteConflicts: Check = {
  name: 'gateway-routes',
  types: [asmCodes.ASM0025],
  run(mesh, report) {
    const told = new Set<string>();
    for (const { domains, routes } of virtualHostsOf(mesh)) {
      checkRoutes(domains, routes, told, report);
    }
  },
};

function* virtualHostsOf(
  mesh: Mesh,
): Iterable<{ readonly domains: readonly string[]; readonly routes: readonly Route[] }> {
  const { gateways } = PushContext.of(mesh);
  for (const workload of mesh.workloads) {
    if (workload.proxy !== 'gateway') {
      continue;
    }
    for (const { filterChains } of gateways.all(workload)) {
      for (const { terminal } of filterChains) {
        if (terminal.name === 'envoy.filters.network.http_connection_manager') {
          const { routeConfiguration } = terminal;
          const found =
            typeof routeConfiguration === 'string'
              ? gateways.routeConfiguration(workload, routeConfiguration)
              : routeConfiguration;
          yield* found?.virtualHosts ?? [];
        }
      }
    }
  }
}

function checkRoutes(domains: readonly string[], routes: readonly Route[], told: Set<string>, report: Report): void {
  if (new Set(routes.map(({ rule }) => rule?.object)).size < 2) {
    return;
  }
  const earlier: { readonly route: Route; readonly object: MeshObject }[] = [];
  for (const route of routes) {
    const object = route.rule?.object;
    const by =
      object === undefined
        ? undefined
        : earlier.find((one) => one.object !== object && covers(one.route.match, route.match));
    if (object !== undefined && by !== undefined && !told.has(route.label)) {
      told.add(route.label);
      const [host = ''] = domains;
      const values = {
        what: ruleWords(route.label),
        winner: describeResource({ ...by.object, apiVersion: '' }),
        reason: `takes its requests for ${host} first (${by.route.label}): it ${byAge(by.object, object)}`,
        fix: 'put the rules of a host in one object, or make their paths different',
      };
      report(asmCodes.ASM0025, object, values, fieldOfRule(route.label));
    }
    if (object !== undefined && earlier.length < mostCompared) {
      earlier.push({ route, object });
    }
  }
}
