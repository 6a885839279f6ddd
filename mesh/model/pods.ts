import { kindOf } from '../kinds/index.js';
import type { Labels } from './labels.js';
import { asFields, asNumber, asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';
import type { Container, ContainerPort, WorkloadFacts } from './workload.js';

/** Where the template of the pods is in the `spec` of a kind: no steps for a Pod; undefined for kinds that run no pods. */
function templatePathOf(group: string, kind: string): readonly string[] | undefined {
  return kindOf(group, kind)?.podTemplate;
}

/** Whether objects of this group and kind run pods. */
export function runsPods(group: string, kind: string): boolean {
  return templatePathOf(group, kind) !== undefined;
}

/** The template of the pods that an object makes, the object itself when it is a Pod; undefined for any other kind. */
export function podTemplateOf(object: MeshObject): Fields | undefined {
  return object.group === '' && object.kind === 'Pod'
    ? fieldsOf(object.resource.manifest)
    : templateOf(object, templatePathOf(object.group, object.kind));
}

/** Where the template of the pods is in an object: the steps from its root. */
export function podTemplatePath(object: MeshObject): readonly string[] {
  const path = templatePathOf(object.group, object.kind) ?? [];
  return path.length === 0 ? [] : ['spec', ...path];
}

/** The object whose pod template another one uses in place of its own. */
export interface WorkloadReference {
  readonly kind: string;
  readonly name: string;
  /** Whether the object that is referred to ends with no pods of its own. */
  readonly scalesDown: boolean;
}

/**
 * What an Argo Rollout says in `spec.workloadRef`: it runs the pods of a Deployment, which the controller scales to 0 unless `scaleDown` is
 * `never`, the default (https://argo-rollouts.readthedocs.io/en/stable/migrating/).
 */
export function workloadReferenceOf({ group, kind, spec }: MeshObject): WorkloadReference | undefined {
  const reference = group === 'argoproj.io' && kind === 'Rollout' ? asFields(spec['workloadRef']) : undefined;
  return reference === undefined
    ? undefined
    : {
        kind: asText(reference['kind']) ?? '',
        name: asText(reference['name']) ?? '',
        scalesDown: ['onsuccess', 'progressively'].includes(asText(reference['scaleDown']) ?? 'never'),
      };
}

/**
 * The pods that an object makes in a cluster. Nothing for an object without a pod template.
 *
 * @param template that of another object, for one that refers to it
 */
export function readPods(
  object: MeshObject,
  cluster: string,
  clusterLocality: string,
  template = podTemplateOf(object),
): WorkloadFacts | undefined {
  const pod = asFields(template?.['spec']);
  if (template === undefined || pod === undefined) {
    return undefined;
  }
  const metadata = fieldsOf(template['metadata']);
  const labels = labelsOf(metadata['labels']);
  const containers = readContainers(pod);
  return {
    object,
    cluster,
    namespace: object.namespace,
    labels,
    annotations: labelsOf(metadata['annotations']),
    serviceAccount: asText(pod['serviceAccountName']) || asText(pod['serviceAccount']) || 'default',
    replicas: asNumber(object.spec['replicas']) ?? asNumber(object.spec['parallelism']) ?? 1,
    hostNetwork: pod['hostNetwork'] === true,
    containers,
    ports: readPorts(pod),
    locality: podLocality(labels) ?? clusterLocality,
  };
}

/**
 * The label `istio-locality` of a pod, in which dots stand for slashes, since a label holds none
 * (https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/).
 */
function podLocality(labels: Labels): string | undefined {
  const label = labels['istio-locality'];
  return label?.includes('/') ? label : label?.replaceAll('.', '/');
}

/** The workload that a WorkloadEntry is; labels of its metadata win over those of its spec. */
export function readWorkloadEntry(object: MeshObject, cluster: string): WorkloadFacts {
  const spec = object.spec;
  const numbers = Object.entries(fieldsOf(spec['ports'])).filter(([, number]) => asNumber(number) !== undefined);
  const ports = Object.fromEntries(numbers) as Record<string, number>;
  return {
    object,
    cluster,
    namespace: object.namespace,
    labels: { ...labelsOf(spec['labels']), ...object.labels },
    annotations: object.annotations,
    serviceAccount: asText(spec['serviceAccount']) ?? '',
    replicas: 1,
    hostNetwork: false,
    containers: [],
    ports: [],
    entry: {
      address: asText(spec['address']) ?? '',
      ports,
      weight: asNumber(spec['weight']) ?? 1,
      network: asText(spec['network']) ?? '',
    },
    locality: asText(spec['locality']) ?? '',
  };
}

/** Owners of a ReplicaSet or Pod, as `kind/name`: such an object repeats what its owner says. */
export function ownersOf(object: MeshObject): readonly string[] {
  const metadata = fieldsOf(fieldsOf(object.resource.manifest)['metadata']);
  return fieldsListOf(metadata['ownerReferences']).map((owner) => `${asText(owner['kind'])}/${asText(owner['name'])}`);
}

function templateOf(object: MeshObject, path: readonly string[] | undefined): Fields | undefined {
  let fields: Fields | undefined = object.spec;
  for (const step of path ?? []) {
    fields = asFields(fields?.[step]);
  }
  return path === undefined ? undefined : fields;
}

function readContainers(pod: Fields): readonly Container[] {
  const read = (field: string, isInit: boolean): readonly Container[] =>
    fieldsListOf(pod[field]).map((container) => ({
      name: asText(container['name']) ?? '',
      image: asText(container['image']) ?? '',
      args: textListOf(container['args']),
      isInit,
    }));
  return [...read('containers', false), ...read('initContainers', true)];
}

function readPorts(pod: Fields): readonly ContainerPort[] {
  return fieldsListOf(pod['containers']).flatMap((container) =>
    fieldsListOf(container['ports']).flatMap((port) => {
      const number = asNumber(port['containerPort']);
      return number === undefined
        ? []
        : {
            name: asText(port['name']) ?? '',
            number,
            transport: asText(port['protocol']) ?? 'TCP',
            container: asText(container['name']) ?? '',
          };
    }),
  );
}
