import * as cen from '@pulumi/alicloud/cen/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** A VPC that joins the transit router. */
export interface TransitRouterAttachment {
  readonly vpcId: pulumi.Input<string>;
  /** Zones with the vSwitch that the router's interface sits in; two where the region has them. */
  readonly zones: readonly { readonly zoneId: pulumi.Input<string>; readonly vSwitchId: pulumi.Input<string> }[];
}

/** Arguments of {@link TransitRouter}. */
export interface TransitRouterArgs {
  /** An existing CEN instance. It is never changed or deleted. @default a new one */
  readonly cenId?: pulumi.Input<string>;
  /** The VPCs to connect, by a name for the resources. At least two. */
  readonly attachments: Readonly<Record<string, TransitRouterAttachment>>;
  readonly tags?: Tags;
}

/**
 * Connects VPCs of one region through Cloud Enterprise Network, for a mesh and clusters in different VPCs.
 * All attached VPCs learn each other's routes; their ranges must not overlap.
 *
 * @throws ProblemsError for fewer than two VPCs, or one without a zone.
 */
export class TransitRouter extends pulumi.ComponentResource {
  readonly cenId: pulumi.Output<string>;
  readonly transitRouterId: pulumi.Output<string>;
  /** The CEN instance, unless it existed. */
  readonly cen: cen.Instance | undefined;
  readonly transitRouter: cen.TransitRouter;
  readonly routeTable: cen.TransitRouterRouteTable;
  /** Route propagations: whoever needs the VPCs connected depends on these. */
  readonly propagations: cen.TransitRouterRouteTablePropagation[] = [];

  constructor(name: string, args: TransitRouterArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`TransitRouter ${name}`);
    check.matches('cenId', args.cenId, /^cen-[a-z0-9]+$/, 'an id such as cen-a7syd349kne38g****');
    check.required(args, ['attachments']);
    check.atLeast('attachments', args.attachments && Object.keys(args.attachments), 2, 'VPCs');
    for (const [key, attachment] of Object.entries(args.attachments ?? {})) {
      check.required(attachment, ['vpcId', 'zones'], `attachments.${key}.`);
      check.atLeast(`attachments.${key}.zones`, attachment.zones, 1, 'zone');
    }
    check.finish();
    super('asm:network:TransitRouter', name, {}, opts);
    const inherit = { parent: this };
    const tags = { ...args.tags };
    if (args.cenId === undefined) {
      this.cen = new cen.Instance(name, { cenInstanceName: name, description: `Network of ${name}`, tags }, inherit);
    }
    this.cenId = pulumi.output(args.cenId ?? this.cen?.id ?? '');
    this.transitRouter = new cen.TransitRouter(name, { cenId: this.cenId, transitRouterName: name, tags }, inherit);
    this.transitRouterId = this.transitRouter.transitRouterId;
    this.routeTable = new cen.TransitRouterRouteTable(
      name,
      { transitRouterId: this.transitRouterId, transitRouterRouteTableName: name, tags },
      inherit,
    );
    // The service takes one change to a transit router at a time and answers others with a conflict.
    let previous: pulumi.Resource = this.routeTable;
    for (const [key, attachment] of Object.entries(args.attachments)) {
      const label = `${name}-${key}`;
      const attached = new cen.TransitRouterVpcAttachment(
        label,
        {
          cenId: this.cenId,
          transitRouterId: this.transitRouterId,
          vpcId: attachment.vpcId,
          zoneMappings: attachment.zones.map((zone) => ({ zoneId: zone.zoneId, vswitchId: zone.vSwitchId })),
          transitRouterVpcAttachmentName: label,
          transitRouterAttachmentDescription: `VPC of ${label}`,
          autoPublishRouteEnabled: true,
          tags,
        },
        { parent: this, dependsOn: [previous] },
      );
      const route = {
        transitRouterAttachmentId: attached.transitRouterAttachmentId,
        transitRouterRouteTableId: this.routeTable.transitRouterRouteTableId,
      };
      const association = new cen.TransitRouterRouteTableAssociation(label, route, inherit);
      const propagation = new cen.TransitRouterRouteTablePropagation(label, route, {
        parent: this,
        dependsOn: [association],
      });
      this.propagations.push(propagation);
      previous = propagation;
    }
    this.registerOutputs({ cenId: this.cenId, transitRouterId: this.transitRouterId });
  }
}
