import { append, type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import { compareAge, createdAt } from './age.js';

/** What the server side of a connection takes. */
export type PeerMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** A mode and the PeerAuthentication that says so; none for Istio's default. */
export interface PeerDecision {
  readonly mode: PeerMode;
  /** `namespace/name`, empty for the default. */
  readonly policy: string;
  /** The PeerAuthentication itself; absent for the default. */
  readonly object?: MeshObject;
}

interface Policy {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly selector: Labels;
  readonly mode: PeerMode | undefined;
  readonly ports: ReadonlyMap<number, PeerMode | undefined>;
  readonly object: MeshObject;
}

/**
 * Modes of mTLS by workload and port: the most narrow policy decides, of the mesh, of the namespace, of the workload, of its port; an
 * unset mode is inherited; the oldest of a level wins
 * (https://istio.io/latest/docs/reference/config/security/peer_authentication/).
 */
export class PeerAuthentications {
  private readonly ofMesh: Policy | undefined;
  private readonly ofNamespace = new Map<string, Policy>();
  private readonly ofWorkloads = new Map<string, Policy[]>();

  constructor(mesh: Mesh) {
    const root = mesh.config.rootNamespace;
    const policies = mesh.peerAuthentications.map(readPolicy).sort(compareAge);
    for (const policy of policies) {
      const { namespace } = policy;
      const isGeneral = Object.keys(policy.selector).length === 0;
      if (isGeneral && namespace === root) {
        this.ofMesh ??= policy;
      } else if (isGeneral) {
        if (!this.ofNamespace.has(namespace)) {
          this.ofNamespace.set(namespace, policy);
        }
      } else if (namespace !== root) {
        append(this.ofWorkloads, namespace, policy);
      }
    }
  }

  /** What holds for a namespace as a whole: all that a client knows of a service before it looks at its pods. */
  forNamespace(namespace: string): PeerDecision {
    return decide([this.ofMesh, this.ofNamespace.get(namespace)]);
  }

  /** What holds at a port of a workload, the number being that at the pod. */
  forPort(workload: { readonly namespace: string; readonly labels: Labels }, port: number): PeerDecision {
    const own = this.ofWorkloads
      .get(workload.namespace)
      ?.find(({ selector }) => matchesLabels(workload.labels, selector));
    const general = decide([this.ofMesh, this.ofNamespace.get(workload.namespace), own]);
    if (own?.ports.has(port) !== true) {
      return general;
    }
    const mode = own.ports.get(port);
    return mode === undefined ? general : { mode, policy: own.id, object: own.object };
  }
}

function decide(levels: readonly (Policy | undefined)[]): PeerDecision {
  let decision: PeerDecision = { mode: 'PERMISSIVE', policy: '' };
  for (const policy of levels) {
    if (policy?.mode !== undefined) {
      decision = { mode: policy.mode, policy: policy.id, object: policy.object };
    }
  }
  return decision;
}

function readPolicy(policy: Mesh['peerAuthentications'][number]): Policy {
  const { id, name, namespace, spec, object } = policy;
  const ports = Object.entries(spec.portLevelMtls ?? {});
  return {
    id,
    name,
    namespace,
    created: createdAt(object),
    selector: policy.selector ?? {},
    mode: readMode(spec.mtls?.mode),
    ports: new Map(ports.map(([port, { mode }]) => [Number(port), readMode(mode)])),
    object,
  };
}

function readMode(mode: unknown): PeerMode | undefined {
  return mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT' ? mode : undefined;
}
