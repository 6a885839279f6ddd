import type { IstioSpecs } from '../kinds/index.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { parseBoolean } from '../text/boolean.js';
import { compareAge, createdAt } from './age.js';
import { type FrontedService, isForWorkload } from './policy-attachment.js';

/** What a policy does with what its rules match; AUDIT only reports. */
export type PolicyAction = 'CUSTOM' | 'DENY' | 'ALLOW' | 'AUDIT';

/** One entry of `rules`. */
export type PolicyRule = NonNullable<IstioSpecs['AuthorizationPolicy']['rules']>[number];

/** An AuthorizationPolicy (https://istio.io/latest/docs/reference/config/security/authorization-policy/). */
export interface AuthorizationPolicy {
  /** `namespace/name`. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** `metadata.creationTimestamp`, empty when it has none. */
  readonly created: string;
  readonly action: PolicyAction;
  /** Name of the extension provider that a CUSTOM policy asks; empty for others. */
  readonly provider: string;
  readonly rules: readonly PolicyRule[];
}

/** The policies that are for a proxy, by action, the oldest first. */
export type AttachedPolicies = Readonly<Record<PolicyAction, readonly AuthorizationPolicy[]>>;

const none: AttachedPolicies = { CUSTOM: [], DENY: [], ALLOW: [], AUDIT: [] };

interface Attachable {
  readonly policy: AuthorizationPolicy;
  readonly object: Mesh['authorizationPolicies'][number];
}

/** Finds the AuthorizationPolicies of proxies, once for each. Those with dry-run are left out: they only report what they would do. */
export class AuthorizationPolicies {
  private readonly byNamespace = new Map<string, Attachable[]>();
  private readonly byWorkload = new Map<Workload, AttachedPolicies>();

  constructor(private readonly mesh: Mesh) {
    for (const object of mesh.authorizationPolicies) {
      if (parseBoolean(object.object.annotations['istio.io/dry-run']) !== true) {
        append(this.byNamespace, object.namespace, { policy: readPolicy(object), object });
      }
    }
    for (const policies of this.byNamespace.values()) {
      policies.sort((one, other) => compareAge(one.policy, other.policy));
    }
  }

  /** The policies that the proxy of a workload enforces. */
  of(workload: Workload): AttachedPolicies {
    let policies = this.byWorkload.get(workload);
    if (policies === undefined) {
      policies = this.find(workload, []);
      this.byWorkload.set(workload, policies);
    }
    return policies;
  }

  /** The policies that a waypoint enforces for a service. */
  ofWaypoint(waypoint: Workload, service: FrontedService): AttachedPolicies {
    return this.find(waypoint, [service]);
  }

  private find(workload: Workload, services: readonly FrontedService[]): AttachedPolicies {
    const root = this.mesh.config.rootNamespace;
    const namespaces = new Set([root, workload.namespace, ...services.map(({ namespace }) => namespace)]);
    const policies = [...namespaces]
      .flatMap((namespace) => this.byNamespace.get(namespace) ?? [])
      .filter(({ object }) => isForWorkload(object, workload, root, services))
      .map(({ policy }) => policy);
    if (policies.length === 0) {
      return none;
    }
    const of = (action: PolicyAction) => policies.filter((policy) => policy.action === action);
    return { CUSTOM: of('CUSTOM'), DENY: of('DENY'), ALLOW: of('ALLOW'), AUDIT: of('AUDIT') };
  }
}

function readPolicy({ id, name, namespace, spec, object }: Attachable['object']): AuthorizationPolicy {
  return {
    id,
    name,
    namespace,
    created: createdAt(object),
    action: (spec.action ?? 'ALLOW') as PolicyAction,
    provider: spec.provider?.name ?? '',
    rules: spec.rules ?? [],
  };
}
