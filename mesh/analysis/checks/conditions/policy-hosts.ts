import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import type { Mesh } from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { operationValues } from './operation-values.js';
import { effectOf } from './rule-effect.js';

/** Whether the names of Services in `hosts` of AuthorizationPolicies exist. Other names are whatever clients call the Service. */
export const policyHosts: Check = {
  name: 'policy-hosts',
  types: [asmCodes.ASM0026],
  run(mesh, report) {
    const known = new Names(mesh);
    for (const { object, spec, namespace } of mesh.authorizationPolicies) {
      for (const { value, isNegative, field } of operationValues(spec.rules, 'hosts')) {
        const why = known.problemOf(value, namespace);
        if (why !== undefined) {
          const values = { what: `host ${value}`, why, effect: effectOf(spec.action, isNegative) };
          report(asmCodes.ASM0026, object, values, field);
        }
      }
    }
  },
};

/** Names by which clients call what the files have. */
class Names {
  private readonly byNamespace = new Map<string, string[]>();
  private readonly hosts = new Set<string>();

  constructor(private readonly mesh: Mesh) {
    for (const { registry, namespace, name, host } of mesh.services) {
      this.hosts.add(host);
      if (registry === 'kubernetes') {
        append(this.byNamespace, namespace, name);
      }
    }
    for (const { spec } of mesh.virtualServices) {
      for (const host of spec.hosts ?? []) {
        this.hosts.add(host.toLowerCase());
      }
    }
  }

  /** Why no client calls a Service by a name; undefined where one may. */
  problemOf(written: string, namespace: string): string | undefined {
    const host = written.toLowerCase().replace(/:(\d+|\*)$/, '');
    const [name = '', owner = namespace, ...rest] = host.split('.');
    const isNamespace = host.split('.').length === 1 || this.mesh.namespaces.has(owner);
    const isService =
      rest.length === 0 || rest.join('.') === 'svc' || rest.join('.') === `svc.${this.mesh.config.clusterDomain}`;
    if (host.includes('*') || name === '' || !isNamespace || !isService || this.hosts.has(host)) {
      return undefined;
    }
    const neighbours = this.byNamespace.get(owner) ?? [];
    if (neighbours.includes(name)) {
      return undefined;
    }
    const why = `namespace ${owner} has no Service ${name} in these files`;
    const meant = misspelt(name, neighbours);
    if (meant !== undefined) {
      return `${why}; did you mean ${meant}?`;
    }
    return Holdings.of(this.mesh).standing('Service', owner) === 'held' ? why : undefined;
  }
}
