import { Construct } from 'constructs';
import { KubePod, KubeServiceAccount, type PodSpec } from '../api/index.js';
import type { Callee, CallProps } from '../call.js';
import { declareCall } from '../call-graph.js';
import { MeshChart } from '../mesh-chart.js';
import { type MeshNamespace, namespaceOf } from '../mesh-namespace.js';
import { responsibilityLabels } from '../ownership.js';
import { type ContainerProps, containerOf } from './container.js';

/** Props of {@link MeshClient}. */
export interface MeshClientProps extends ContainerProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: MeshNamespace | string;
  /** Data-plane clusters that get the pod, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** Labels on the pod. @default app, team and env only */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations on the pod. @default ownership only */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field of the pod's spec. @default none */
  readonly pod?: Partial<PodSpec>;
}

/** A single Pod that calls services and serves none, for trying things out from inside the mesh. */
export class MeshClient extends Construct {
  readonly name: string;
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: MeshClientProps) {
    super(scope, id);
    this.name = props.name ?? id;
    this.namespace = namespaceOf(this, props.namespace);
    const { name, namespace } = this;
    const { clusters, annotations } = props;
    const labels = { app: name, ...responsibilityLabels(MeshChart.settingsOf(this)), ...props.labels };
    new KubeServiceAccount(this, 'service-account', { clusters, metadata: { name, namespace, labels } });
    new KubePod(this, 'pod', {
      clusters,
      metadata: { name, namespace, labels, annotations },
      spec: {
        serviceAccountName: name,
        containers: [containerOf({ containerName: name, ...props }, [])],
        ...props.pod,
      },
    });
  }

  /** The principal of the pod, as AuthorizationPolicy names it. */
  get principal(): string {
    return `cluster.local/ns/${this.namespace}/sa/${this.name}`;
  }

  /** Declares that it calls a service, or a host outside the mesh; its sidecar then knows nothing else. */
  calls(callee: Callee | string, call: CallProps = {}): this {
    declareCall(this, callee, call);
    return this;
  }
}
