import type { Mesh } from '../model/mesh.js';
import { fieldsOf } from '../model/narrowing.js';
import type { MeshObject } from '../model/object.js';
import { runsPods } from '../model/pods.js';

/** Kinds of things that other objects refer to, and that may be in other files. */
export type HeldKind =
  | 'Service'
  | 'Pods'
  | 'Secret'
  | 'Gateway'
  | 'DestinationRule'
  | 'ServiceEntry'
  | 'GatewayPods'
  | 'KubernetesGateway'
  | 'ServiceAccount';

/**
 * Whether something that is missing in the files can be elsewhere:
 *
 * - `held`: the files have all of its kind there, so it does not exist;
 * - `shared`: they have others of its kind there, so it may be a mistake;
 * - `elsewhere`: they have nothing of its kind there, so it is taken to exist.
 */
export type Standing = 'held' | 'shared' | 'elsewhere';

/** Kinds whose controllers make a Secret, with the field of `spec` that names it; without one it has the name of the object. */
const secretMakers: ReadonlyMap<string, readonly string[]> = new Map([
  ['cert-manager.io/Certificate', ['secretName']],
  ['external-secrets.io/ExternalSecret', ['target', 'name']],
  ['bitnami.com/SealedSecret', []],
  ['istio.alibabacloud.com/ASMCredential', []],
]);

/**
 * What the files hold of a cluster, to judge what they refer to and do not have. They hold a kind in a namespace when they have the Namespace
 * itself and an object of the kind there, and everything when the user says so or gives the objects of the cluster, when they have istiod,
 * or when they are charts of this program, which say what is elsewhere.
 */
export class Holdings {
  private readonly byPlace = new Map<string, Set<HeldKind>>();
  private readonly anywhere = new Set<HeldKind>();
  private readonly secrets = new Map<string, string[]>();
  private readonly labels = new Map<string, Set<string>>();
  private readonly hasPlatformGateways: boolean;
  private readonly isWhole: boolean;

  private constructor(private readonly mesh: Mesh) {
    for (const object of mesh.objects) {
      const kind = heldKindOf(object);
      if (kind !== undefined) {
        this.hold(kind, object.namespace);
      }
      this.holdSecret(object);
    }
    const gateways = mesh.workloads.filter(({ proxy, object }) => proxy === 'gateway' && isWritten(object));
    for (const { namespace, labels } of gateways) {
      this.hold('GatewayPods', namespace);
      for (const [key, value] of Object.entries(labels)) {
        this.labels.set(key, (this.labels.get(key) ?? new Set()).add(value));
      }
    }
    const { rootNamespace } = mesh.config;
    this.hasPlatformGateways =
      mesh.objectsOf('istio.alibabacloud.com', 'IstioGateway').length > 0 ||
      gateways.some(({ namespace }) => namespace === rootNamespace);
    this.isWhole =
      mesh.isComplete ??
      (mesh
        .workloadsIn(rootNamespace)
        .some(({ labels }) => labels['app'] === 'istiod' || labels['istio'] === 'pilot') ||
        mesh.objects.some(({ resource }) => resource.line === undefined || resource.isSynthesized === true));
  }

  private static readonly made = new WeakMap<Mesh, Holdings>();

  /** What the files of a mesh hold, found when first asked for. */
  static of(mesh: Mesh): Holdings {
    let holdings = Holdings.made.get(mesh);
    if (holdings === undefined) {
      holdings = new Holdings(mesh);
      Holdings.made.set(mesh, holdings);
    }
    return holdings;
  }

  /** Whether something of a kind that is missing in a namespace can be elsewhere. */
  standing(kind: HeldKind, namespace: string): Standing {
    if (this.isWhole) {
      // A list of the cluster's objects without any of a kind was made without that kind.
      return !this.mesh.hasExisting || this.anywhere.has(kind) ? 'held' : 'elsewhere';
    }
    if (this.byPlace.get(namespace)?.has(kind) !== true) {
      return 'elsewhere';
    }
    return this.mesh.namespace(namespace).isDeclared ? 'held' : 'shared';
  }

  /** Whether pods of a gateway that are missing can be elsewhere, in whatever namespace. */
  get standingOfGatewayPods(): Standing {
    if (this.isWhole || this.hasPlatformGateways) {
      return 'held';
    }
    return this.anywhere.has('GatewayPods') ? 'shared' : 'elsewhere';
  }

  /** The values that a label has on the pods of gateways. */
  gatewayLabels(key: string): readonly string[] {
    return [...(this.labels.get(key) ?? [])];
  }

  /** Whether a host outside the cluster that no ServiceEntry has can be in one elsewhere. */
  get standingOfServiceEntries(): Standing {
    return this.isWhole ? 'held' : this.anywhere.has('ServiceEntry') ? 'shared' : 'elsewhere';
  }

  /** Whether a namespace that the files do not have can be elsewhere. */
  get standingOfNamespaces(): Standing {
    return this.isWhole ? 'held' : 'elsewhere';
  }

  /** Namespaces with a Secret of a name, or with an object from which a controller makes one. */
  namespacesWithSecret(name: string): readonly string[] {
    return this.secrets.get(name) ?? [];
  }

  private hold(kind: HeldKind, namespace: string): void {
    this.anywhere.add(kind);
    const held = this.byPlace.get(namespace);
    if (held === undefined) {
      this.byPlace.set(namespace, new Set([kind]));
    } else {
      held.add(kind);
    }
  }

  private holdSecret(object: MeshObject): void {
    const name = secretNameOf(object);
    if (name !== undefined) {
      if (isCertificate(object)) {
        this.hold('Secret', object.namespace);
      }
      this.secrets.set(name, [...(this.secrets.get(name) ?? []), object.namespace]);
    }
  }
}

/** Whether somebody wrote the object, and Istio does not make it from a Gateway of the Gateway API. */
function isWritten({ madeFrom }: MeshObject): boolean {
  return madeFrom?.group !== 'gateway.networking.k8s.io';
}

function heldKindOf({ group, kind }: MeshObject): HeldKind | undefined {
  if (runsPods(group, kind)) {
    return 'Pods';
  }
  switch (`${group}/${kind}`) {
    case '/Service':
      return 'Service';
    case 'networking.istio.io/Gateway':
      return 'Gateway';
    case 'gateway.networking.k8s.io/Gateway':
      return 'KubernetesGateway';
    case '/ServiceAccount':
      return 'ServiceAccount';
    case 'networking.istio.io/DestinationRule':
      return 'DestinationRule';
    case 'networking.istio.io/ServiceEntry':
      return 'ServiceEntry';
    default:
      return undefined;
  }
}

/** Whether it is for TLS: that files have a password says nothing about certificates. */
function isCertificate({ group, kind, resource: { manifest } }: MeshObject): boolean {
  if (group !== '' || kind !== 'Secret') {
    return group === 'cert-manager.io' || manifest['type'] === 'kubernetes.io/tls';
  }
  const keys = Object.keys({ ...fieldsOf(manifest['data']), ...fieldsOf(manifest['stringData']) });
  return manifest['type'] === 'kubernetes.io/tls' || keys.includes('tls.crt') || keys.includes('cert');
}

function secretNameOf(object: MeshObject): string | undefined {
  const { group, kind, name } = object;
  if (group === '' && kind === 'Secret') {
    return name;
  }
  const path = secretMakers.get(`${group}/${kind}`);
  if (path === undefined) {
    return undefined;
  }
  let value: unknown = object.spec;
  for (const step of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return typeof value === 'string' ? value : name;
}
