import type { Mesh } from '../model/mesh.js';
import { isVisibleIn } from '../model/visibility.js';
import { mergeDelegate } from './delegate.js';
import type { PlacedRule, VirtualService } from './placed-rule.js';

/** A rule that is written and that no proxy gets. */
export interface LeftOutRule {
  /** As routes are named: `VirtualService shop/web http[0] > VirtualService shop/cart http[1]`. */
  readonly label: string;
  readonly reason: string;
}

/** The rules of a VirtualService with those of its delegates in their places, and the rules that are left out. */
export interface DelegatedRules {
  readonly rules: readonly PlacedRule[];
  readonly leftOut: readonly LeftOutRule[];
}

/** A rule of a root that names a delegate. */
export interface Delegation {
  readonly root: VirtualService;
  /** Index of the rule in `spec.http` of the root. */
  readonly index: number;
  /** `namespace/name` of the delegate. */
  readonly id: string;
  /** Undefined when it does not exist. */
  readonly delegate: VirtualService | undefined;
  /** Why the delegate cannot be used; empty when it can. */
  readonly refusal: string;
  /** Indices of the rules of the delegate that are left out, because their conditions are none that the root's cover. */
  readonly dropped: readonly number[];
}

type ById = ReadonlyMap<string, VirtualService>;

/**
 * The rules of a VirtualService, each delegate's with what its root adds. A rule whose conditions the root's do not cover is left out, and so
 * is a delegate that does not exist, is not visible, or has hosts.
 */
export function withDelegates(mesh: Mesh, root: VirtualService, byId: ById): DelegatedRules {
  const rules: PlacedRule[] = [];
  const leftOut: LeftOutRule[] = [];
  for (const rule of placedRules(root)) {
    const found = delegateOf(mesh, rule, byId);
    if (found === undefined) {
      rules.push(rule);
      continue;
    }
    const { id, delegate, refusal } = found;
    if (delegate === undefined || refusal !== '') {
      const reason = delegate === undefined ? 'does not exist' : `cannot be used: ${refusal}`;
      leftOut.push({ label: rule.label, reason: `its delegate ${id} ${reason}` });
      continue;
    }
    for (const one of placedRules(delegate)) {
      const merged = mergeDelegate(rule, one);
      if (merged === undefined) {
        const reason = `Istio leaves it out: its match is not within that of ${rule.label}`;
        leftOut.push({ label: `${rule.label} > ${one.label}`, reason });
      } else {
        rules.push(merged);
      }
    }
  }
  return { rules, leftOut };
}

/** Every rule of the VirtualServices that names a delegate. */
export function delegationsOf(mesh: Mesh): readonly Delegation[] {
  const byId = new Map(mesh.virtualServices.map((service) => [service.id, service]));
  return mesh.virtualServices.flatMap((root) =>
    (root.spec.hosts ?? []).length === 0
      ? []
      : placedRules(root).flatMap((rule, index): readonly Delegation[] => {
          const found = delegateOf(mesh, rule, byId);
          if (found === undefined) {
            return [];
          }
          const rules = found.delegate === undefined || found.refusal !== '' ? [] : placedRules(found.delegate);
          const dropped = rules.flatMap((one, position) => (mergeDelegate(rule, one) === undefined ? [position] : []));
          return [{ root, index, dropped, ...found }];
        }),
  );
}

function delegateOf(
  mesh: Mesh,
  { route, owner }: PlacedRule,
  byId: ById,
): Pick<Delegation, 'id' | 'delegate' | 'refusal'> | undefined {
  if (route.delegate === undefined) {
    return undefined;
  }
  const id = `${route.delegate.namespace || owner.namespace}/${route.delegate.name ?? ''}`;
  const delegate = byId.get(id);
  return { id, delegate, refusal: delegate === undefined ? '' : refusalOf(mesh, owner, delegate) };
}

function refusalOf(mesh: Mesh, root: VirtualService, delegate: VirtualService): string {
  if ((delegate.spec.hosts ?? []).length > 0) {
    return 'it has hosts of its own';
  }
  const isVisible = isVisibleIn(mesh.visibilityOf(delegate), root.namespace);
  return isVisible ? '' : `its exportTo keeps it from namespace ${root.namespace}`;
}

function placedRules(service: VirtualService): readonly PlacedRule[] {
  return (service.spec.http ?? []).map((route, index) => ({
    route,
    label: `VirtualService ${service.id} http[${index}]${route.name ? ` "${route.name}"` : ''}`,
    owner: service,
  }));
}
