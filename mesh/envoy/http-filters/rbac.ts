import { compareAge, createdAt } from '../../istio/age.js';
import { type ExternalAuthorizer, readExternalAuthorizers } from '../../istio/extension-providers.js';
import { type FrontedService, isForWorkload } from '../../istio/policy-attachment.js';
import { TrustDomains } from '../../istio/trust-domain.js';
import type { ConfigObject, IstioSpecs } from '../../model/config-object.js';
import type { Mesh } from '../../model/mesh.js';
import type { Workload } from '../../model/workload.js';
import type { Subject } from './rbac-attributes.js';
import { AuthorizationRule } from './rbac-rule.js';

/** What the policies of a workload say about a request. */
export interface AuthorizationDecision {
  readonly allowed: boolean;
  /** `namespace/name` of the policy that decided; empty when none did. */
  readonly policy: string;
  /** CUSTOM, DENY, ALLOW, or empty. */
  readonly action: string;
  /** The whole story in one line. */
  readonly reason: string;
  /** What a refused HTTP request gets. */
  readonly status: string;
}

interface CompiledPolicy {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly action: string;
  readonly provider: string;
  readonly object: ConfigObject<IstioSpecs['AuthorizationPolicy']>;
  readonly rules: readonly AuthorizationRule[];
}

/** The policies that a proxy enforces, in the order of evaluation: CUSTOM, DENY, ALLOW; AUDIT only reports. */
export class Authorizer {
  private readonly byAction: ReadonlyMap<string, readonly CompiledPolicy[]>;
  /** Whether no policy is enforced, so that everything is allowed. */
  readonly isOpen: boolean;

  constructor(
    policies: readonly CompiledPolicy[],
    private readonly authorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>,
  ) {
    this.byAction = groupByAction(policies);
    this.isOpen = policies.every(({ action }) => action === 'AUDIT');
  }

  /** Ids of the policies of an action, the oldest first. */
  idsOf(action: 'CUSTOM' | 'DENY' | 'ALLOW' | 'AUDIT'): readonly string[] {
    return this.of(action).map(({ id }) => id);
  }

  /** Decides a request; `custom` is what an external authorizer would say. */
  decide(subject: Subject, custom: 'allow' | 'deny'): AuthorizationDecision {
    const asked = this.of('CUSTOM');
    const isAmbiguous = new Set(asked.map(({ provider }) => provider)).size > 1;
    for (const policy of asked) {
      const refusal = holds(policy, subject, false) ? this.ask(policy, subject, custom, isAmbiguous) : undefined;
      if (refusal !== undefined) {
        const { reason, status } = refusal;
        return {
          allowed: false,
          policy: policy.id,
          action: 'CUSTOM',
          reason: `CUSTOM policy ${policy.id}: ${reason}`,
          status,
        };
      }
    }
    for (const policy of this.of('DENY')) {
      if (holds(policy, subject, false)) {
        return refused(policy.id, 'DENY', `DENY policy ${policy.id} matches`);
      }
    }
    const allow = this.of('ALLOW');
    if (allow.length === 0) {
      return {
        allowed: true,
        policy: '',
        action: '',
        reason: 'no ALLOW policy applies, so everything else is allowed',
        status: '',
      };
    }
    for (const policy of allow) {
      if (holds(policy, subject, true)) {
        return {
          allowed: true,
          policy: policy.id,
          action: 'ALLOW',
          reason: `ALLOW policy ${policy.id} matches`,
          status: '',
        };
      }
    }
    const ids = allow.map(({ id }) => id).join(', ');
    return refused(allow[0]?.id ?? '', 'ALLOW', `no ALLOW policy matches (${ids})`);
  }

  /** Ids of AUDIT policies that match. */
  audited(subject: Subject): readonly string[] {
    return this.of('AUDIT')
      .filter((policy) => holds(policy, subject, false))
      .map(({ id }) => id);
  }

  /** Why a CUSTOM policy that matches refuses; undefined when it does not. */
  private ask(
    { provider }: CompiledPolicy,
    { http }: Subject,
    custom: 'allow' | 'deny',
    isAmbiguous: boolean,
  ): { readonly reason: string; readonly status: string } | undefined {
    const authorizer = this.authorizers.get(provider);
    if (isAmbiguous) {
      return { reason: 'a workload may have the policies of one provider only', status: '403' };
    }
    if (authorizer === undefined) {
      return { reason: `its provider ${provider} is not configured`, status: '403' };
    }
    const { absence, takesTcp } = authorizer;
    if (absence === 'allow' || (http === undefined && !takesTcp)) {
      return undefined;
    }
    if (absence !== undefined) {
      return { reason: `nothing answers for its provider ${provider}`, status: absence.status };
    }
    return custom === 'deny' ? { reason: 'its authorizer denies', status: '403' } : undefined;
  }

  private of(action: string): readonly CompiledPolicy[] {
    return this.byAction.get(action) ?? [];
  }
}

function refused(policy: string, action: string, reason: string): AuthorizationDecision {
  return { allowed: false, policy, action, reason, status: '403' };
}

/** Texts that Istio reads as true in annotations. */
const truths: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function groupByAction(policies: readonly CompiledPolicy[]): ReadonlyMap<string, readonly CompiledPolicy[]> {
  const groups = new Map<string, CompiledPolicy[]>();
  for (const policy of policies) {
    groups.set(policy.action, [...(groups.get(policy.action) ?? []), policy]);
  }
  return groups;
}

function holds(policy: CompiledPolicy, subject: Subject, allows: boolean): boolean {
  return policy.rules.some((rule) => rule.holds(subject, allows));
}

/** Finds the policies of each workload, once. */
export class AuthorizationPolicies {
  private readonly byNamespace = new Map<string, CompiledPolicy[]>();
  private readonly authorizers = new Map<Workload, Authorizer>();
  private readonly withServices = new Map<string, Authorizer>();
  private readonly externalAuthorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>;

  constructor(private readonly mesh: Mesh) {
    this.externalAuthorizers = readExternalAuthorizers(mesh);
    const trustDomains = new TrustDomains(mesh.config);
    for (const object of mesh.authorizationPolicies) {
      const { id, name, namespace, spec } = object;
      // A policy with dry-run only reports what it would do.
      if (truths.has(object.object.annotations['istio.io/dry-run'] ?? '')) {
        continue;
      }
      const policy: CompiledPolicy = {
        id,
        name,
        namespace,
        created: createdAt(object.object),
        action: spec.action ?? 'ALLOW',
        provider: spec.provider?.name ?? '',
        object,
        rules: (spec.rules ?? []).map((rule) => new AuthorizationRule(rule, namespace, trustDomains)),
      };
      this.byNamespace.set(namespace, [...(this.byNamespace.get(namespace) ?? []), policy]);
    }
    for (const policies of this.byNamespace.values()) {
      policies.sort(compareAge);
    }
  }

  /** The policies that the proxy of a workload enforces. */
  of(workload: Workload): Authorizer {
    let authorizer = this.authorizers.get(workload);
    if (authorizer === undefined) {
      authorizer = this.make(workload, []);
      this.authorizers.set(workload, authorizer);
    }
    return authorizer;
  }

  /** The policies that a waypoint enforces for a service. */
  ofWaypoint(waypoint: Workload, service: FrontedService): Authorizer {
    const key = `${waypoint.cluster}/${waypoint.namespace}/${waypoint.name} ${service.namespace}/${service.name} ${service.isKubernetes}`;
    let authorizer = this.withServices.get(key);
    if (authorizer === undefined) {
      authorizer = this.make(waypoint, [service]);
      this.withServices.set(key, authorizer);
    }
    return authorizer;
  }

  private make(workload: Workload, services: readonly FrontedService[]): Authorizer {
    const root = this.mesh.config.rootNamespace;
    const namespaces = new Set([root, workload.namespace, ...services.map(({ namespace }) => namespace)]);
    const policies = [...namespaces]
      .flatMap((namespace) => this.byNamespace.get(namespace) ?? [])
      .filter(({ object }) => isForWorkload(object, workload, root, services));
    return new Authorizer(policies, this.externalAuthorizers);
  }
}
