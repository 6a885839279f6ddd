import type { Mesh, MeshObject } from '../../model/index.js';
import { PushContext } from '../../proxy/push-context.js';
import type { FieldPath } from '../../yaml/positions.js';

/** A part of an object. */
export interface Place {
  readonly object: MeshObject;
  readonly field: FieldPath;
}

/** The field that the label of a rule, such as `VirtualService shop/web http[1]`, speaks of; that of the delegate where there is one. */
export function fieldOfRule(label: string): FieldPath {
  const [, list, index] = /(\w+)\[(\d+)\][^[]*$/.exec(label) ?? [];
  return list === undefined ? [] : ['spec', list, Number(index)];
}

/** The label of a rule without the kind and the name of its object: `http[1]`. */
export function ruleWords(label: string): string {
  return label.split(' ').slice(2).join(' ');
}

/** Finds the objects that answers name. */
export class Places {
  private rules: ReadonlyMap<string, MeshObject> | undefined;
  private readonly policies: ReadonlyMap<string, MeshObject>;
  private readonly peers: ReadonlyMap<string, MeshObject>;
  private readonly destinationRules: ReadonlyMap<string, MeshObject>;

  constructor(private readonly mesh: Mesh) {
    const byId = (all: readonly { readonly id: string; readonly object: MeshObject }[]) =>
      new Map(all.map(({ id, object }) => [id, object]));
    this.policies = byId(mesh.authorizationPolicies);
    this.peers = byId(mesh.peerAuthentications);
    const backendPolicies = mesh.objectsOf('gateway.networking.k8s.io', 'BackendTLSPolicy');
    this.destinationRules = new Map(
      [...mesh.destinationRules.map(({ object }) => object), ...backendPolicies].map((object) => [
        nameOf(object),
        object,
      ]),
    );
  }

  /** The rule that `Answer.route` names. */
  rule(label: string | null): Place | undefined {
    if (this.rules === undefined) {
      const found = new Map<string, MeshObject>();
      for (const { http, tls, tcp } of PushContext.of(this.mesh).sources) {
        for (const { label: name, object } of [...http, ...tls, ...tcp]) {
          found.set(name, object);
        }
      }
      this.rules = found;
    }
    const object = label === null ? undefined : this.rules.get(label);
    return object === undefined || label === null ? undefined : { object, field: fieldOfRule(label) };
  }

  /** An AuthorizationPolicy by `namespace/name`. */
  authorizationPolicy(id: string | null): MeshObject | undefined {
    return this.policies.get(id ?? '');
  }

  /** A PeerAuthentication by `namespace/name`. */
  peerAuthentication(id: string | null): MeshObject | undefined {
    return this.peers.get(id ?? '');
  }

  /** A DestinationRule or BackendTLSPolicy by `Kind namespace/name`. */
  destinationRule(name: string): MeshObject | undefined {
    return this.destinationRules.get(name);
  }
}

function nameOf({ kind, namespace, name }: MeshObject): string {
  return `${kind} ${namespace}/${name}`;
}
