import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Application } from './api/index.js';
import { MeshChart } from './mesh-chart.js';

/** Props of {@link FleetApplication}. */
export interface FleetApplicationProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  /** Objects to distribute; they must be in the fleet instance, in the namespace of the Application. */
  readonly objects: readonly ApiObject[];
  /** Member clusters that get them, by name. @default every member */
  readonly clusters?: readonly string[];
  /** A change of this text publishes the objects as they are now: annotation `app.oam.dev/publishVersion`. */
  readonly publishVersion: string;
}

/** Distributes objects of the fleet to member clusters with a topology policy (ACK One, KubeVela). */
export class FleetApplication extends Construct {
  constructor(scope: Construct, id: string, props: FleetApplicationProps) {
    super(scope, id);
    const name = props.name ?? id;
    const { placement } = MeshChart.settingsOf(this);
    const members = placement.clusters.filter((cluster) => props.clusters?.includes(cluster.name) ?? true);
    new Application(this, 'application', {
      metadata: {
        name,
        namespace: props.namespace,
        annotations: { 'app.oam.dev/publishVersion': props.publishVersion },
      },
      spec: {
        components: [
          {
            name,
            type: 'ref-objects',
            properties: {
              objects: props.objects.map((object) => ({
                apiVersion: object.apiVersion,
                kind: object.kind,
                name: object.name,
              })),
            },
          },
        ],
        policies: [
          {
            type: 'topology',
            name: `${name}-clusters`,
            properties: { clusters: members.map((cluster) => placement.clusterId(cluster.name)) },
          },
        ],
      },
    });
    this.node.addValidation({
      validate: () =>
        members.length === 0
          ? [`no member cluster among ${props.clusters?.join(', ') ?? 'none'}; name one of the fleet`]
          : [],
    });
  }
}
