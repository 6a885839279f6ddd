import type { Mesh } from '../model/mesh.js';

/** Annotation in which a chart writes down who calls a service or a host outside the mesh: JSON, a list of {@link DeclaredCall}. */
export const callsAnnotation = 'asm-blueprints/calls';

/** A call that a chart declares. */
export interface DeclaredCall {
  /** Identity of the caller, without `spiffe://`. */
  readonly principal: string;
  /** `namespace/service` of the caller. */
  readonly from: string;
  /** `namespace/service` that is called, or a host outside the mesh. */
  readonly to: string;
  readonly port?: number;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

/** The calls that the manifests declare, from the annotations of AuthorizationPolicies and ServiceEntries; odd ones are left out. */
export function readCallGraph(mesh: Mesh): readonly DeclaredCall[] {
  return [...mesh.authorizationPolicies, ...mesh.serviceEntries].flatMap(({ object }) => {
    const text = object.annotations[callsAnnotation];
    if (text === undefined) {
      return [];
    }
    try {
      const calls: unknown = JSON.parse(text);
      return Array.isArray(calls) ? calls.filter(isCall) : [];
    } catch {
      return [];
    }
  });
}

function isCall(value: unknown): value is DeclaredCall {
  const call = value as Partial<DeclaredCall> | null;
  return typeof call?.from === 'string' && typeof call.to === 'string' && typeof call.principal === 'string';
}
