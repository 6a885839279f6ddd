import { readEgressHost } from '../../../istio/egress-host.js';
import { coversHost, isWildcard, type Mesh } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { missingHost } from '../../missing-host.js';

/** Whether the hosts that a Sidecar imports exist. Wildcards are left alone. */
export const sidecarEgressHosts: Check = {
  name: 'sidecar-egress-hosts',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const { object, spec, namespace } of mesh.sidecars) {
      for (const [index, { hosts = [] }] of (spec.egress ?? []).entries()) {
        for (const [position, text] of hosts.entries()) {
          for (const { namespace: owner, host, isExcluded } of readEgressHost(text, namespace)) {
            if (isWildcard(host) || isExcluded) {
              continue;
            }
            const found = mesh.servicesAt(host);
            const isThere = found.some((service) => owner === '*' || service.namespace === owner);
            if (isThere || found.some(({ registry }) => registry === 'external') || isKnownOtherwise(mesh, host)) {
              continue;
            }
            const [other] = found;
            const { why, circumstances } =
              other === undefined
                ? missingHost(mesh, host, owner === '*' ? namespace : owner)
                : { why: `it is in namespace ${other.namespace}, not in ${owner}`, circumstances: {} };
            const values = { thing: `host ${text}`, why, effect: 'the workloads do not see it' };
            const field = ['spec', 'egress', index, 'hosts', position];
            const level = circumstances.assumption === undefined ? { level: 'warning' as const } : {};
            report(istioCodes.IST0101, object, values, field, { ...circumstances, ...level, isOwn: true });
          }
        }
      }
    }
  },
};

/** Whether a route or a wildcard of a ServiceEntry has a host. */
function isKnownOtherwise(mesh: Mesh, host: string): boolean {
  return (
    mesh.virtualServices.some(({ spec }) => spec.hosts?.includes(host) === true) ||
    mesh.services.some((one) => isWildcard(one.host) && coversHost(one.host, host))
  );
}
