import type { Construct } from 'constructs';
import { type DeploymentSpec, KubeDeployment, type PodSpec } from '../api/index.js';
import { type ContainerPort, type ContainerProps, containerOf } from './container.js';

/** One version of a service: its Deployment. */
export interface VersionProps extends ContainerProps {
  /** Pods. @default 1 */
  readonly replicas?: number;
  /** Data-plane cluster that runs this version, by name. @default the clusters of the service */
  readonly cluster?: string;
  /** Port of the container, where the Service does not tell. @default the target ports of the Service */
  readonly containerPorts?: readonly ContainerPort[];
  /** Labels on the pods. @default none beyond app, version, team, env */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations on the pods, for example of the sidecar. @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Any other field of the pod's spec, over everything above. @default none */
  readonly pod?: Partial<PodSpec>;
  /** Any other field of the Deployment's spec, over everything above. @default none */
  readonly deployment?: Partial<DeploymentSpec>;
}

/** Props of {@link VersionDeployment}. */
export interface VersionDeploymentProps extends VersionProps {
  readonly service: string;
  readonly namespace: string;
  readonly version: string;
  readonly serviceAccount: string;
  /** Labels of responsibility: team, env. */
  readonly labels: Readonly<Record<string, string>>;
  readonly clusters: readonly string[] | undefined;
  readonly servicePorts: readonly ContainerPort[];
}

/** The Deployment `<service>-<version>`. */
export class VersionDeployment extends KubeDeployment {
  constructor(scope: Construct, id: string, props: VersionDeploymentProps) {
    // The selector of a Deployment cannot change; labels of responsibility may, so they are not part of it.
    const identity = { app: props.service, version: props.version };
    super(scope, id, {
      clusters: props.clusters,
      metadata: {
        name: `${props.service}-${props.version}`,
        namespace: props.namespace,
        labels: { ...props.labels, ...identity },
      },
      spec: {
        replicas: props.replicas ?? 1,
        selector: { matchLabels: identity },
        template: {
          metadata: {
            labels: { ...props.labels, ...props.podLabels, ...identity },
            annotations: props.podAnnotations,
          },
          spec: {
            serviceAccountName: props.serviceAccount,
            containers: [containerOf(props, props.containerPorts ?? props.servicePorts)],
            ...props.pod,
          },
        },
        ...props.deployment,
      },
    });
  }
}
