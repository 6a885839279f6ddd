import * as ackone from '@pulumi/alicloud/ackone/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import { FleetMesh } from './fleet-mesh.js';

/** Arguments of {@link Fleet}. */
export interface FleetArgs {
  readonly region: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  readonly vSwitchIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Member clusters by name, joined one after the other in this order. */
  readonly members: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the fleet's Argo CD is installed. @default false */
  readonly gitOps?: boolean;
  /** Whether the fleet propagates Istio resources to its members. @default true */
  readonly mesh?: boolean;
}

/**
 * An ACK One fleet instance with its member clusters. Members leave before the fleet is deleted.
 *
 * @throws ProblemsError for a fleet without members.
 */
export class Fleet extends pulumi.ComponentResource {
  readonly fleetId: pulumi.Output<string>;
  /** Ids of the member clusters by name: what the topology of a fleet Application names. */
  readonly memberIds: pulumi.Output<Record<string, string>>;
  /** Kubeconfig of the fleet's own API server; `undefined` with `mesh: false`. Secret. */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  readonly fleet: ackone.Cluster;
  /** One for each member; whoever distributes to members depends on these. */
  readonly memberships: ackone.MembershipAttachment[] = [];
  readonly mesh: FleetMesh | undefined;

  constructor(name: string, args: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`Fleet ${name}`);
    check.required(args, ['region', 'vpcId', 'vSwitchIds', 'members']);
    check.atLeast('vSwitchIds', args.vSwitchIds, 1, 'vSwitch');
    check.atLeast('members', args.members && Object.keys(args.members), 1, 'member cluster');
    check.finish();
    super('asm:fleet:Fleet', name, {}, opts);
    this.fleet = new ackone.Cluster(
      name,
      {
        clusterName: name,
        profile: 'Default',
        argocdEnabled: args.gitOps ?? false,
        network: { vpcId: args.vpcId, vswitches: args.vSwitchIds },
      },
      { parent: this },
    );
    this.fleetId = this.fleet.id;
    let previous: pulumi.Resource = this.fleet;
    for (const [key, subClusterId] of Object.entries(args.members)) {
      previous = new ackone.MembershipAttachment(
        `${name}-${key}`,
        { clusterId: this.fleetId, subClusterId },
        { parent: this, dependsOn: [previous] },
      );
      this.memberships.push(previous as ackone.MembershipAttachment);
    }
    if (args.mesh ?? true) {
      this.mesh = new FleetMesh(
        name,
        { fleetId: this.fleetId, region: args.region },
        { parent: this, dependsOn: this.memberships },
      );
      this.kubeconfig = pulumi.secret(this.mesh.kubeconfig);
    }
    this.memberIds = pulumi.output(args.members);
    this.registerOutputs({ fleetId: this.fleetId, memberIds: this.memberIds, kubeconfig: this.kubeconfig });
  }
}
