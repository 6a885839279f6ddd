import { isConfiguration } from '../kinds/index.js';
import type { Resource } from '../manifest/resource.js';
import { clusterNameOf } from './cluster-id.js';
import { manifestsOfApplication, placementsOfApplications } from './fleet.js';
import {
  clusterIdsOfIstioGateway,
  controllerOfGateway,
  manifestsOfGateway,
  manifestsOfIstioGateway,
} from './gateway-manifests.js';
import { append } from './labels.js';
import { manifestsOfLaneGroup, podsOfServices } from './lane-manifests.js';
import { asText, fieldsOf, labelsOf } from './narrowing.js';
import { MeshObject } from './object.js';
import { podTemplateOf, runsPods } from './pods.js';

/** An object that runs in a data-plane cluster: a Service or something that makes pods. */
export interface PlacedObject {
  readonly object: MeshObject;
  readonly cluster: string;
}

/** Which object works where. */
export interface Placement {
  /** Names of the data-plane clusters, sorted. */
  readonly clusters: readonly string[];
  /** Istio and Gateway API objects that the control plane reads. */
  readonly configuration: readonly MeshObject[];
  readonly services: readonly PlacedObject[];
  readonly workloads: readonly PlacedObject[];
  /** Objects without effect on the mesh, because the API server that they are sent to does not take their kind. */
  readonly unplaced: readonly MeshObject[];
}

/** Names that ids of clusters stand for. */
export type ClusterNames = Readonly<Record<string, string>>;

/**
 * Finds where each object works:
 *
 * - Istio and Gateway API kinds in the ASM instance (`mesh`) and in `all`; of those in the `fleet` the ones that ACK One propagates;
 *   none in a data-plane cluster, whose API server the control plane does not read.
 * - Services and workloads in `data-plane` and `all`; those in the `fleet` in the clusters that an Application sends them to.
 * - Gateways of ASM and of the Gateway API as the Deployment and Service that come of them: in the clusters that an IstioGateway names,
 *   else in every data-plane cluster.
 * - Lanes of ASM as the routes and rules that come of them, in the ASM instance.
 */
export function placeObjects(objects: readonly MeshObject[], clusterNames: ClusterNames, namespace: string): Placement {
  const clusterName = (id: string): string => clusterNameOf(id, clusterNames);
  const applications = objects.filter(({ group, kind }) => group === 'core.oam.dev' && kind === 'Application');
  const inlined = applications.flatMap((application) =>
    manifestsOfApplication(application).map((manifest) => madeObject(application, manifest, namespace)),
  );
  const clusters = new Set<string>(Object.values(clusterNames));
  for (const { resource } of objects) {
    if (resource.target.role === 'data-plane' || resource.target.role === 'all') {
      clusters.add(resource.target.name);
    }
  }
  for (const application of applications) {
    placementsOfApplications([application]).clusters.forEach((id) => {
      clusters.add(clusterName(id));
    });
  }
  for (const gateway of objects.filter(isIstioGateway)) {
    clusterIdsOfIstioGateway(gateway).forEach((id) => {
      clusters.add(clusterName(id));
    });
  }
  const placer = new Placer([...clusters].sort(), clusterName, applications, namespace);
  for (const object of objects) {
    placer.place(object);
  }
  for (const object of inlined) {
    placer.place(object);
  }
  placer.placeGateways();
  placer.placeLanes();
  return placer;
}

function isIstioGateway(object: MeshObject): boolean {
  return object.group === 'istio.alibabacloud.com' && object.kind === 'IstioGateway';
}

function isOfLanes({ group, kind }: MeshObject): boolean {
  return group === 'istio.alibabacloud.com' && (kind === 'ASMSwimLaneGroup' || kind === 'ASMSwimLane');
}

function madeObject(from: MeshObject, manifest: Resource['manifest'], namespace: string): MeshObject {
  return new MeshObject({ ...from.resource, manifest }, from.namespace || namespace, from);
}

class Placer implements Placement {
  readonly configuration: MeshObject[] = [];
  readonly services: PlacedObject[] = [];
  readonly workloads: PlacedObject[] = [];
  readonly unplaced: MeshObject[] = [];
  private readonly gateways: MeshObject[] = [];
  private readonly listenerSets: MeshObject[] = [];
  private readonly ofLanes: MeshObject[] = [];
  private readonly classes = new Map<string, string>();
  private readonly fleet: ReturnType<typeof placementsOfApplications>;
  private readonly seenConfiguration = new Set<string>();

  constructor(
    readonly clusters: readonly string[],
    private readonly clusterName: (id: string) => string,
    applications: readonly MeshObject[],
    private readonly namespace: string,
  ) {
    this.fleet = placementsOfApplications(applications);
  }

  place(object: MeshObject): void {
    const { group, kind } = object;
    const isService = group === '' && kind === 'Service';
    if (isService || runsPods(group, kind)) {
      const clusters = this.clustersOf(object);
      if (clusters.length === 0) {
        this.unplaced.push(object);
      }
      for (const cluster of clusters) {
        (isService ? this.services : this.workloads).push({ object, cluster });
      }
    } else if (isConfiguration(object.row) || isIstioGateway(object)) {
      this.placeConfiguration(object);
    } else if (isOfLanes(object) && object.resource.target.role !== 'data-plane') {
      this.ofLanes.push(object);
    }
  }

  /** Places what comes of lanes, once it is known which pods there are. */
  placeLanes(): void {
    const groups = this.ofLanes.filter(({ kind }) => kind === 'ASMSwimLaneGroup');
    const lanes = this.ofLanes.filter(({ kind }) => kind === 'ASMSwimLane');
    const templates =
      groups.length === 0
        ? []
        : this.workloads.map(({ object }) => ({
            namespace: object.namespace,
            labels: labelsOf(fieldsOf(podTemplateOf(object)?.['metadata'])['labels']),
          }));
    const hasPods = podsOfServices(
      templates,
      this.services.map(({ object }) => object),
    );
    for (const group of groups) {
      for (const manifest of manifestsOfLaneGroup(group, lanes, hasPods)) {
        this.configuration.push(madeObject(group, manifest, this.namespace));
      }
    }
  }

  placeGateways(): void {
    for (const gateway of this.gateways) {
      const manifests = isIstioGateway(gateway)
        ? manifestsOfIstioGateway(gateway)
        : manifestsOfGateway(gateway, controllerOfGateway(gateway, this.classes), this.setsOf(gateway));
      for (const manifest of manifests) {
        const object = madeObject(gateway, manifest, this.namespace);
        const list = object.kind === 'Service' ? this.services : this.workloads;
        for (const cluster of this.clustersOfGateway(gateway)) {
          list.push({ object, cluster });
        }
      }
    }
  }

  /** The ListenerSets that name a Gateway as their parent. */
  private setsOf({ namespace, name }: MeshObject): readonly MeshObject[] {
    return this.listenerSets.filter((set) => {
      const parent = fieldsOf(set.spec['parentRef']);
      return parent['name'] === name && (asText(parent['namespace']) ?? set.namespace) === namespace;
    });
  }

  private placeConfiguration(object: MeshObject): void {
    const { role } = object.resource.target;
    const isPropagated = object.row?.fleet === 'propagates';
    if (role === 'data-plane' || (role === 'fleet' && !isPropagated)) {
      this.unplaced.push(object);
      return;
    }
    if (object.group.startsWith('gateway.') && object.kind === 'GatewayClass') {
      this.classes.set(object.name, asText(object.spec['controllerName']) ?? '');
    }
    if (isIstioGateway(object) || (object.group === 'gateway.networking.k8s.io' && object.kind === 'Gateway')) {
      this.gateways.push(object);
    }
    if (object.group === 'gateway.networking.k8s.io' && object.kind === 'ListenerSet') {
      this.listenerSets.push(object);
    }
    if (!isIstioGateway(object) && !this.seenConfiguration.has(object.identity)) {
      this.seenConfiguration.add(object.identity);
      this.configuration.push(object);
    }
  }

  private clustersOf(object: MeshObject): readonly string[] {
    const { role, name } = object.resource.target;
    switch (role) {
      case 'data-plane':
      case 'all':
        return [name];
      case 'fleet':
        return this.fleet.clustersOf(object, this.clusters, this.clusterName);
      default:
        return [];
    }
  }

  private clustersOfGateway(gateway: MeshObject): readonly string[] {
    const { role, name } = gateway.resource.target;
    const ids = isIstioGateway(gateway) ? clusterIdsOfIstioGateway(gateway).map(this.clusterName) : [];
    if (ids.length > 0) {
      return [...new Set(ids)].sort();
    }
    return role === 'all' || this.clusters.length === 0 ? [name] : this.clusters;
  }
}

/** Objects that appear more than once for one API server, each group in stable order; the last one of a group holds. */
export function splitDuplicates(objects: readonly MeshObject[]): {
  readonly kept: readonly MeshObject[];
  readonly duplicates: readonly (readonly MeshObject[])[];
} {
  const groups = new Map<string, MeshObject[]>();
  for (const object of objects) {
    append(groups, duplicateKey(object), object);
  }
  if (groups.size === objects.length) {
    return { kept: objects, duplicates: [] };
  }
  const duplicates = [...groups.values()].filter((group) => group.length > 1);
  const dropped = new Set(duplicates.flatMap((group) => group.slice(0, -1)));
  return { kept: objects.filter((object) => !dropped.has(object)), duplicates };
}

/** Objects with one key are one object of an API server, which names those itself that have a `generateName` only. */
function duplicateKey({ resource, identity }: MeshObject): string {
  const { name } = fieldsOf(fieldsOf(resource.manifest)['metadata']);
  const place = typeof name === 'string' ? '' : ` ${resource.path} ${resource.line} ${resource.column}`;
  return `${resource.target.name}/${identity}${place}`;
}
