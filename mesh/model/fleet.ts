import { groupOf } from '../manifest/identity.js';
import type { Manifest } from '../manifest/resource.js';
import { matchesLabels } from './labels.js';
import { asFields, asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';

interface ObjectReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Ids of clusters; undefined when the topology selects clusters by label, which files cannot decide. */
  readonly clusters: readonly string[] | undefined;
}

/** Where the KubeVela Applications of a fleet send its objects. */
export interface FleetPlacements {
  /** Ids of every cluster that some topology names. */
  readonly clusters: readonly string[];
  /** Names of the clusters that an object reaches, sorted; none when no Application names it. */
  clustersOf(object: MeshObject, all: readonly string[], clusterName: (id: string) => string): readonly string[];
}

/**
 * Where Applications with components of type `ref-objects` or `k8s-objects` and policies of type `topology` send objects
 * (https://kubevela.io/docs/end-user/components/ref-objects/, https://kubevela.io/docs/end-user/policies/references/#topology).
 * An Application without a topology deploys to the fleet instance itself, where nothing of the mesh runs.
 */
export function placementsOfApplications(applications: readonly MeshObject[]): FleetPlacements {
  const references = applications.flatMap(referencesOf);
  return {
    clusters: [...new Set(references.flatMap((reference) => reference.clusters ?? []))].sort(),
    clustersOf: (object, all, clusterName) => {
      const reached = new Set<string>();
      for (const reference of references) {
        if (refersTo(reference, object)) {
          for (const cluster of reference.clusters?.map(clusterName) ?? all) {
            reached.add(cluster);
          }
        }
      }
      return [...reached].sort();
    },
  };
}

/** The manifests that components of type `k8s-objects` carry in them. */
export function manifestsOfApplication(application: MeshObject): readonly Manifest[] {
  return componentsOf(application)
    .filter((component) => component['type'] === 'k8s-objects')
    .flatMap((component) => fieldsListOf(fieldsOf(component['properties'])['objects']))
    .filter((manifest): manifest is Manifest => asFields(manifest['metadata']) !== undefined);
}

function referencesOf(application: MeshObject): readonly ObjectReference[] {
  const topologies = fieldsListOf(application.spec['policies'])
    .filter((policy) => policy['type'] === 'topology')
    .map((policy) => fieldsOf(policy['properties']));
  if (topologies.length === 0) {
    return [];
  }
  const selectsByLabel = topologies.some((topology) => topology['clusters'] === undefined);
  const clusters = selectsByLabel ? undefined : topologies.flatMap((topology) => textListOf(topology['clusters']));
  return componentsOf(application).flatMap((component) =>
    fieldsListOf(fieldsOf(component['properties'])['objects']).map((reference) =>
      component['type'] === 'k8s-objects'
        ? inlineReference(reference, application.namespace, clusters)
        : objectReference(reference, application.namespace, clusters),
    ),
  );
}

function componentsOf(application: MeshObject): readonly Fields[] {
  return fieldsListOf(application.spec['components']).filter(
    (component) => component['type'] === 'ref-objects' || component['type'] === 'k8s-objects',
  );
}

function inlineReference(
  manifest: Fields,
  namespace: string,
  clusters: readonly string[] | undefined,
): ObjectReference {
  return objectReference({ ...manifest, ...fieldsOf(manifest['metadata']), labelSelector: {} }, namespace, clusters);
}

/** Kinds that `resource` may name instead of apiVersion and kind. */
const resourceKinds: ReadonlyMap<string, readonly [group: string, kind: string]> = new Map([
  ['deployment', ['apps', 'Deployment']],
  ['statefulset', ['apps', 'StatefulSet']],
  ['daemonset', ['apps', 'DaemonSet']],
  ['service', ['', 'Service']],
  ['job', ['batch', 'Job']],
]);

function objectReference(
  reference: Fields,
  namespace: string,
  clusters: readonly string[] | undefined,
): ObjectReference {
  const resource = resourceKinds.get(asText(reference['resource']) ?? '');
  return {
    group: resource?.[0] ?? groupOf(asText(reference['apiVersion']) ?? ''),
    kind: resource?.[1] ?? asText(reference['kind']) ?? '',
    name: asText(reference['name']),
    namespace: asText(reference['namespace']) ?? namespace,
    labels: labelsOf(reference['labelSelector']),
    clusters,
  };
}

function refersTo(reference: ObjectReference, object: MeshObject): boolean {
  return (
    reference.kind === object.kind &&
    reference.group === object.group &&
    reference.namespace === object.namespace &&
    (reference.name === undefined || reference.name === object.name) &&
    matchesLabels(object.labels, reference.labels)
  );
}
