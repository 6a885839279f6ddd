import { ApiObject, type ApiObjectMetadataDefinition, JsonPatch } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { MeshChart } from '../mesh-chart.js';
import { ownershipAnnotations } from '../ownership.js';
import type { VersionDeploymentProps, VersionProps } from './version-deployment.js';

/**
 * A workload that is made with cdk8s-plus, such as its Deployment or StatefulSet, with all that cdk8s-plus knows of
 * volumes, probes, sizes and environment variables.
 *
 * Told by its form, so any release of cdk8s-plus will do, and none is needed where none is used. It must be in the chart
 * and the namespace of the service, and goes to every data-plane cluster.
 */
export interface Cdk8sPlusWorkload extends IConstruct {
  readonly metadata: ApiObjectMetadataDefinition;
  readonly podMetadata: ApiObjectMetadataDefinition;
  readonly serviceAccount?: { readonly name: string };
}

/** Whether a version is a workload that is there already. */
export function isCdk8sPlusWorkload(version: VersionProps | Cdk8sPlusWorkload): version is Cdk8sPlusWorkload {
  return Construct.isConstruct(version);
}

/**
 * Makes a workload a version of a service: its pods get the labels by which the service and its subset find them, and
 * its ServiceAccount.
 */
export function adoptWorkload(
  workload: Cdk8sPlusWorkload,
  props: Pick<VersionDeploymentProps, 'service' | 'version' | 'serviceAccount' | 'labels'>,
): ApiObject {
  const labels = Object.entries({ app: props.service, version: props.version, ...props.labels });
  for (const [key, value] of labels) {
    workload.metadata.addLabel(key, value);
    workload.podMetadata.addLabel(key, value);
  }
  const annotations = ownershipAnnotations(MeshChart.settingsOf(workload as Construct).ownership);
  for (const [key, value] of Object.entries(annotations)) workload.metadata.addAnnotation(key, value);
  const object = ApiObject.of(workload as Construct);
  if (workload.serviceAccount === undefined) {
    object.addJsonPatch(JsonPatch.add('/spec/template/spec/serviceAccountName', props.serviceAccount));
  }
  return object;
}

/** What keeps a workload from being a version of a service; each with what to do. */
export function workloadProblems(
  workload: Cdk8sPlusWorkload,
  service: { readonly namespace: string; readonly serviceAccount: string },
): string[] {
  const problems: string[] = [];
  const { path } = workload.node;
  const account = workload.serviceAccount?.name ?? service.serviceAccount;
  if (account !== service.serviceAccount) {
    problems.push(
      `${path} runs as ServiceAccount '${account}', the service as '${service.serviceAccount}'; leave it out there, or give its name to the service with existing: true`,
    );
  }
  const namespace = workload.metadata.namespace ?? 'default';
  if (namespace !== service.namespace) {
    problems.push(`${path} is in namespace '${namespace}', the service in '${service.namespace}'; put both into one`);
  }
  return problems;
}
