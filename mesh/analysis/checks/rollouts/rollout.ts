import type { Mesh, MeshObject } from '../../../model/index.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, textListOf } from '../../../model/index.js';

/** A VirtualService whose weights a Rollout sets. */
export interface ControlledVirtualService {
  readonly name: string;
  readonly namespace: string;
  /** Names of the `http` routes; empty for the only one. */
  readonly routes: readonly string[];
  readonly hasOtherRoutes: boolean;
  readonly field: readonly (string | number)[];
}

/** The DestinationRule whose subsets a Rollout keeps. */
export interface ControlledDestinationRule {
  readonly name: string;
  readonly canary: string;
  readonly stable: string;
  /** Subsets that keep their weights; they are in another DestinationRule. */
  readonly additional: readonly string[];
}

/** An Argo Rollout that shifts traffic with Istio (https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/). */
export interface Rollout {
  readonly object: MeshObject;
  readonly canaryService: string;
  readonly stableService: string;
  readonly virtualServices: readonly ControlledVirtualService[];
  readonly hasOneAndMany: boolean;
  readonly destinationRule: ControlledDestinationRule | undefined;
  readonly managedRoutes: readonly string[];
  readonly steps: readonly Fields[];
  /** `spec.strategy.canary`. */
  readonly canary: Fields;
}

/** Where the settings of Istio stand in a Rollout. */
export const istioField = ['spec', 'strategy', 'canary', 'trafficRouting', 'istio'] as const;

/** The Rollouts that shift traffic with Istio. */
export function readRollouts(mesh: Mesh): readonly Rollout[] {
  return mesh.objectsOf('argoproj.io', 'Rollout').flatMap((object): readonly Rollout[] => {
    const canary = fieldsOf(fieldsOf(object.spec['strategy'])['canary']);
    const routing = fieldsOf(canary['trafficRouting']);
    if (routing['istio'] === undefined) {
      return [];
    }
    const istio = fieldsOf(routing['istio']);
    const one = istio['virtualService'] === undefined ? [] : [fieldsOf(istio['virtualService'])];
    const many = fieldsListOf(istio['virtualServices']);
    const rule = fieldsOf(istio['destinationRule']);
    return [
      {
        object,
        canaryService: asText(canary['canaryService']) ?? '',
        stableService: asText(canary['stableService']) ?? '',
        virtualServices: [
          ...one.map((spec) => controlled(spec, object.namespace, [...istioField, 'virtualService'])),
          ...many.map((spec, index) => controlled(spec, object.namespace, [...istioField, 'virtualServices', index])),
        ],
        hasOneAndMany: one.length > 0 && many.length > 0,
        destinationRule:
          istio['destinationRule'] === undefined
            ? undefined
            : {
                name: asText(rule['name']) ?? '',
                canary: asText(rule['canarySubsetName']) ?? '',
                stable: asText(rule['stableSubsetName']) ?? '',
                additional: textListOf(rule['additionalSubsetNames']),
              },
        managedRoutes: fieldsListOf(routing['managedRoutes']).flatMap(({ name }) => asText(name) ?? []),
        steps: fieldsListOf(canary['steps']),
        canary,
      },
    ];
  });
}

/** One in another namespace is written `name.namespace`. */
function controlled(spec: Fields, own: string, field: ControlledVirtualService['field']): ControlledVirtualService {
  const [name = '', namespace = own] = (asText(spec['name']) ?? '').split('.');
  const others = [...fieldsListOf(spec['tlsRoutes']), ...fieldsListOf(spec['tcpRoutes'])];
  return { name, namespace, routes: textListOf(spec['routes']), hasOtherRoutes: others.length > 0, field };
}

/** An `http` rule of a VirtualService that a Rollout controls. */
export interface ControlledRoute {
  readonly virtualService: MeshObject;
  readonly index: number;
  readonly rule: Fields;
}

/** The VirtualService of a reference, when the files have it. */
export function virtualServiceOf(mesh: Mesh, { name, namespace }: ControlledVirtualService): MeshObject | undefined {
  return mesh.find('networking.istio.io', 'VirtualService', namespace, name)[0];
}

/** The routes whose weights the controller sets: those that are named, else the only one, else the first without a name. */
export function controlledRoutes(mesh: Mesh, rollout: Rollout): readonly ControlledRoute[] {
  return rollout.virtualServices.flatMap((reference) => {
    const virtualService = virtualServiceOf(mesh, reference);
    if (virtualService === undefined) {
      return [];
    }
    const rules = fieldsListOf(virtualService.spec['http']).map((rule, index) => ({ virtualService, index, rule }));
    if (reference.routes.length > 0) {
      return rules.filter(({ rule }) => reference.routes.includes(asText(rule['name']) ?? ''));
    }
    const own = rules.filter(({ rule }) => !rollout.managedRoutes.includes(asText(rule['name']) ?? ''));
    return own.length === 1 ? own : own.filter(({ rule }) => rule['name'] === undefined).slice(0, 1);
  });
}

/** A destination of a controlled route, as the controller reads it. */
export interface ControlledDestination {
  /** The host up to its first dot, which is all that the controller looks at. */
  readonly host: string;
  readonly subset: string;
  readonly weight: number;
}

/** The destinations of a rule; the only one has all of the weight. */
export function destinationsOfRule(rule: Fields): readonly ControlledDestination[] {
  const routes = fieldsListOf(rule['route']);
  return routes.map(({ destination, weight }) => ({
    host: (asText(fieldsOf(destination)['host']) ?? '').split('.')[0] ?? '',
    subset: asText(fieldsOf(destination)['subset']) ?? '',
    weight: asNumber(weight) ?? (routes.length === 1 ? 100 : 0),
  }));
}

/** Which side of a Rollout a destination is; `other` for what its controller does not know. */
export function sideOf(rollout: Rollout, { host, subset }: ControlledDestination): 'canary' | 'stable' | 'other' {
  const { destinationRule: rule, canaryService, stableService } = rollout;
  if (rule !== undefined && subset !== '') {
    return subset === rule.canary ? 'canary' : subset === rule.stable ? 'stable' : 'other';
  }
  return host === canaryService && host !== '' ? 'canary' : host === stableService && host !== '' ? 'stable' : 'other';
}
