import * as ecs from '@pulumi/alicloud/ecs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** Arguments of {@link ElasticIp}. */
export interface ElasticIpArgs {
  /** Peak bandwidth in Mbit/s, billed by traffic, 1 to 200. @default 100 */
  readonly bandwidth?: pulumi.Input<number>;
  /** What the address is bound to. @default nothing yet */
  readonly attachTo?: {
    readonly instanceId: pulumi.Input<string>;
    /** A NAT gateway, a CLB instance, or an ECS instance. */
    readonly instanceType: 'Nat' | 'SlbInstance' | 'EcsInstance';
  };
  readonly tags?: Tags;
}

/**
 * A public address, bound to one instance if wanted.
 *
 * @throws ProblemsError for a bandwidth out of range.
 */
export class ElasticIp extends pulumi.ComponentResource {
  readonly ipAddress: pulumi.Output<string>;
  readonly allocationId: pulumi.Output<string>;
  readonly address: ecs.EipAddress;
  readonly association: ecs.EipAssociation | undefined;

  constructor(name: string, args: ElasticIpArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`ElasticIp ${name}`);
    check.between('bandwidth', args.bandwidth, 1, 200);
    if (args.attachTo !== undefined) check.required(args.attachTo, ['instanceId', 'instanceType'], 'attachTo.');
    check.oneOf('attachTo.instanceType', args.attachTo?.instanceType, ['Nat', 'SlbInstance', 'EcsInstance']);
    check.finish();
    super('asm:network:ElasticIp', name, {}, opts);
    this.address = new ecs.EipAddress(
      name,
      {
        addressName: name,
        bandwidth: pulumi.output(args.bandwidth ?? 100).apply(String),
        internetChargeType: 'PayByTraffic',
        paymentType: 'PayAsYouGo',
        tags: { ...args.tags },
      },
      { parent: this },
    );
    if (args.attachTo) {
      this.association = new ecs.EipAssociation(
        name,
        { allocationId: this.address.id, ...args.attachTo },
        { parent: this },
      );
    }
    this.ipAddress = this.address.ipAddress;
    this.allocationId = this.address.id;
    this.registerOutputs({ ipAddress: this.ipAddress, allocationId: this.allocationId });
  }
}
