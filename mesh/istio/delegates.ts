import type { Mesh } from '../model/mesh.js';
import { isVisibleIn } from '../model/visibility.js';
import { mergeDelegate } from './delegate.js';
import type { PlacedRule, VirtualService } from './placed-rule.js';

/** The `http` entries of a VirtualService, those of its delegates merged into them. */
export function placedRulesOf(
  mesh: Mesh,
  root: VirtualService,
  byId: ReadonlyMap<string, VirtualService>,
): readonly PlacedRule[] {
  return placedRules(root).flatMap((rule) => {
    const delegation = delegationOf(mesh, rule, byId);
    if (delegation === undefined) {
      return [rule];
    }
    const { delegate, refusal } = delegation;
    return delegate === undefined || refusal !== '' ? [] : mergeDelegate(rule, placedRules(delegate));
  });
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

/** Every rule of the VirtualServices that names a delegate. */
export function delegationsOf(mesh: Mesh): readonly Delegation[] {
  const byId = new Map(mesh.virtualServices.map((service) => [service.id, service]));
  return mesh.virtualServices.flatMap((root) =>
    (root.spec.hosts ?? []).length === 0
      ? []
      : placedRules(root).flatMap((rule, index): readonly Delegation[] => {
          const found = delegationOf(mesh, rule, byId);
          if (found === undefined) {
            return [];
          }
          const rules = found.delegate === undefined || found.refusal !== '' ? [] : placedRules(found.delegate);
          const dropped = rules.flatMap((one, position) => (mergeDelegate(rule, [one]).length === 0 ? [position] : []));
          return [{ root, index, dropped, ...found }];
        }),
  );
}

function delegationOf(
  mesh: Mesh,
  { route, owner }: PlacedRule,
  byId: ReadonlyMap<string, VirtualService>,
): Pick<Delegation, 'id' | 'delegate' | 'refusal'> | undefined {
  if (route.delegate === undefined) {
    return undefined;
  }
  const id = `${route.delegate.namespace || owner.namespace}/${route.delegate.name ?? ''}`;
  const delegate = byId.get(id);
  const refusal =
    delegate === undefined
      ? ''
      : (delegate.spec.hosts ?? []).length > 0
        ? 'it has hosts of its own'
        : isVisibleIn(mesh.visibilityOf(delegate), owner.namespace)
          ? ''
          : `its exportTo keeps it from namespace ${owner.namespace}`;
  return { id, delegate, refusal };
}

function placedRules(service: VirtualService): readonly PlacedRule[] {
  return (service.spec.http ?? []).map((route, index) => ({
    route,
    label: `VirtualService ${service.id} http[${index}]${route.name ? ` "${route.name}"` : ''}`,
    owner: service,
  }));
}
