import { isForAll, targetsOf } from '../../../istio/policy-attachment.js';
import { guardedWorkloads } from '../../../istio/policy-workloads.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import type { ConfigObject, Mesh, Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;
type Rule = NonNullable<AuthorizationPolicy['spec']['rules']>[number];

interface Operation {
  readonly hosts?: readonly string[] | undefined;
  readonly ports?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
}

/**
 * A rule that asks nothing of the caller, or only that it belongs to the mesh, and nothing of the request. It makes every other rule for the same
 * workloads pointless; alone beside a policy that allows nothing it is how Istio's documentation opens a workload, and not reported; alone
 * without one it changes nothing. Rules for some paths or methods are left alone: they are often public.
 */
export const allowEveryone: Check = {
  name: 'allow-everyone',
  types: [asmCodes.ASM0003],
  run(mesh, report) {
    const allowing = mesh.authorizationPolicies.filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
    const scopes = new Scopes(mesh);
    for (const policy of allowing) {
      const rules = policy.spec.rules ?? [];
      const index = rules.findIndex((rule) => openness(rule) === 'everyone');
      const isBesideNothing = (): boolean =>
        allowing.some((other) => (other.spec.rules ?? []).length === 0 && scopes.includes(other, policy));
      if (index < 0) {
        const members = rules.findIndex((rule) => openness(rule) === 'members');
        if (members >= 0 && !isBesideNothing()) {
          const values = {
            rule: members,
            whom: 'every workload of the mesh',
            effect: 'it only keeps out pods without a proxy',
          };
          report(asmCodes.ASM0003, policy.object, values, ['spec', 'rules', members], { level: 'info' });
        }
        continue;
      }
      const others = allowing.filter(
        (other) => other !== policy && (other.spec.rules ?? []).length > 0 && scopes.includes(policy, other),
      );
      const field = ['spec', 'rules', index];
      const pointless = [
        ...(rules.length > 1 ? ['the other rules of the policy have no effect'] : []),
        ...(others.length === 0 ? [] : [`AuthorizationPolicy ${others.map(({ id }) => id).join(', ')} has no effect`]),
      ];
      if (pointless.length > 0) {
        const values = { rule: index, whom: 'every caller', effect: `so ${pointless.join(', and ')}` };
        report(asmCodes.ASM0003, policy.object, values, field);
      } else if (!isBesideNothing()) {
        const effect = 'without the policy they would be allowed too';
        report(asmCodes.ASM0003, policy.object, { rule: index, whom: 'every caller', effect }, field, {
          level: 'info',
        });
      }
    }
  },
};

/** Which policies are for which workloads. */
class Scopes {
  private readonly guarded = new Map<AuthorizationPolicy, ReadonlySet<Workload>>();

  constructor(private readonly mesh: Mesh) {}

  /** Whether a policy is for every workload of another one; where none of those is known, by what the policies say of them. */
  includes(wide: AuthorizationPolicy, narrow: AuthorizationPolicy): boolean {
    const { rootNamespace } = this.mesh.config;
    if (wide.namespace !== narrow.namespace && wide.namespace !== rootNamespace) {
      return false;
    }
    const workloads = this.of(narrow);
    if (workloads.size > 0) {
      const covered = this.of(wide);
      return [...workloads].every((workload) => covered.has(workload));
    }
    return isForAll(wide) || JSON.stringify(scopeOf(wide)) === JSON.stringify(scopeOf(narrow));
  }

  private of(policy: AuthorizationPolicy): ReadonlySet<Workload> {
    let workloads = this.guarded.get(policy);
    if (workloads === undefined) {
      workloads = new Set(guardedWorkloads(this.mesh, policy));
      this.guarded.set(policy, workloads);
    }
    return workloads;
  }
}

function scopeOf({ namespace, selector, spec }: AuthorizationPolicy): unknown {
  const pairs = selector === undefined ? [] : Object.entries(selector).sort(([one], [other]) => (one < other ? -1 : 1));
  return [namespace, pairs, targetsOf(spec)];
}

/** Whom a rule allows every request: everyone, every workload with an identity of the mesh, or some. */
function openness(rule: Rule): 'everyone' | 'members' | 'some' {
  const operations = rule.to ?? [];
  const isAnything = operations.length === 0 || operations.some(({ operation }) => isEveryOperation(operation ?? {}));
  if (!isAnything || (rule.when ?? []).length > 0) {
    return 'some';
  }
  const sources = (rule.from ?? []).flatMap(({ source }) => (source === undefined ? [] : [source]));
  if (sources.length === 0 || sources.some((source) => isOpen(source, addresses))) {
    return 'everyone';
  }
  return sources.some((source) => isOpen(source, { ...addresses, ...identities })) ? 'members' : 'some';
}

/** Values by which a field of a source fits every address, and every identity. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  ipBlocks: ['0.0.0.0/0', '::/0'],
  remoteIpBlocks: ['0.0.0.0/0', '::/0'],
};
const identities: Readonly<Record<string, readonly string[]>> = { principals: ['*'], namespaces: ['*'] };

function isOpen(
  source: Readonly<Record<string, unknown>>,
  openValues: Readonly<Record<string, readonly string[]>>,
): boolean {
  const given = Object.entries(source).filter(([, value]) => Array.isArray(value) && value.length > 0);
  return (
    given.length > 0 &&
    given.every(([key, value]) => (value as unknown[]).some((one) => openValues[key]?.includes(String(one)) === true))
  );
}

function isEveryOperation(operation: Operation): boolean {
  const given = Object.entries(operation).filter(([, values]) => Array.isArray(values) && values.length > 0);
  return given.every(
    ([key, values]) => !key.startsWith('not') && (values as string[]).some((value) => value === '*' || value === '/*'),
  );
}
