import * as actiontrail from '@pulumi/alicloud/actiontrail/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';

/** Arguments of {@link AuditTrail}. */
export interface AuditTrailArgs {
  /** SLS project that takes the events; ActionTrail makes the logstore `actiontrail_<trail>` in it. */
  readonly project: pulumi.Input<string>;
  /** Region of the project. */
  readonly region: pulumi.Input<string>;
  /** The account that owns the project. */
  readonly accountId: pulumi.Input<string>;
  /** Which events are kept. @default All */
  readonly events?: 'Read' | 'Write' | 'All';
  /** Regions to watch. @default every region */
  readonly trailRegion?: pulumi.Input<string>;
}

/**
 * Who did what in the account, delivered to SLS through ActionTrail's service-linked role.
 *
 * @throws ProblemsError for a kind of event that does not exist.
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly trailName: pulumi.Output<string>;
  readonly trail: actiontrail.Trail;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`AuditTrail ${name}`);
    check.required(args, ['project', 'region', 'accountId']);
    check.oneOf('events', args.events, ['Read', 'Write', 'All']);
    check.finish();
    super('asm:observability:AuditTrail', name, {}, opts);
    this.trail = new actiontrail.Trail(
      name,
      {
        trailName: name,
        eventRw: args.events ?? 'All',
        trailRegion: args.trailRegion ?? 'All',
        slsProjectArn: pulumi.interpolate`acs:log:${args.region}:${args.accountId}:project/${args.project}`,
        slsWriteRoleArn: pulumi.interpolate`acs:ram::${args.accountId}:role/aliyunserviceroleforactiontrail`,
        status: 'Enable',
      },
      { parent: this },
    );
    this.trailName = this.trail.trailName;
    this.registerOutputs({ trailName: this.trailName });
  }
}
