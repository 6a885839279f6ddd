import * as slb from '@pulumi/alicloud/slb/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** Arguments of {@link LoadBalancer}. */
export interface LoadBalancerArgs {
  /** An existing CLB to use instead of a new one. It is never changed or deleted. @default a new one */
  readonly loadBalancerId?: pulumi.Input<string>;
  /** Reached from the Internet, or from the VPC only. @default intranet */
  readonly addressType?: 'internet' | 'intranet';
  /** vSwitch of the private address; needed for a new CLB of type `intranet`. */
  readonly vSwitchId?: pulumi.Input<string>;
  /**
   * A fixed specification such as `slb.s2.small`.
   * @default none: billed by use (PayByCLCU), and grows with the traffic
   */
  readonly specification?: pulumi.Input<string>;
  /** Whether Pulumi and the service refuse to delete the CLB. @default false */
  readonly deletionProtection?: boolean;
  readonly tags?: Tags;
}

/**
 * A CLB instance that gateways are bound to by id, so that its address outlives them.
 *
 * @throws ProblemsError for a private CLB without a vSwitch, or settings given for an existing one.
 */
export class LoadBalancer extends pulumi.ComponentResource {
  readonly loadBalancerId: pulumi.Output<string>;
  /** `undefined` for an existing CLB. */
  readonly ipAddress: pulumi.Output<string> | undefined;
  /** Whether the stack found it rather than made it. */
  readonly adopted: boolean;
  /** The CLB, unless it existed. */
  readonly loadBalancer: slb.ApplicationLoadBalancer | undefined;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`LoadBalancer ${name}`);
    const addressType = args.addressType ?? 'intranet';
    check.oneOf('addressType', args.addressType, ['internet', 'intranet']);
    check.matches('loadBalancerId', args.loadBalancerId, /^lb-[a-z0-9]+$/, 'an id such as lb-bp1b6c719dfa08ex****');
    check.matches(
      'specification',
      args.specification,
      /^slb\.[a-z0-9]+\.(small|medium|large)$/,
      'a specification such as slb.s2.small',
    );
    const settings = ['addressType', 'vSwitchId', 'specification', 'deletionProtection'] as const;
    check.settled(args, 'loadBalancerId', 'CLB', settings);
    if (args.loadBalancerId === undefined && addressType === 'intranet' && args.vSwitchId === undefined) {
      check.refuse('ARG_MISSING', 'vSwitchId', 'a private CLB needs one', 'give the vSwitch of its address');
    }
    if (args.loadBalancerId === undefined && addressType === 'internet' && args.vSwitchId !== undefined) {
      check.refuse('ARG_EXCLUSIVE', 'vSwitchId', 'a public CLB is in no vSwitch', 'drop vSwitchId');
    }
    check.finish();
    super('asm:network:LoadBalancer', name, {}, opts);
    this.adopted = args.loadBalancerId !== undefined;
    if (!this.adopted) {
      const billing =
        args.specification === undefined
          ? { instanceChargeType: 'PayByCLCU' }
          : { instanceChargeType: 'PayBySpec', loadBalancerSpec: args.specification };
      this.loadBalancer = new slb.ApplicationLoadBalancer(
        name,
        {
          loadBalancerName: name,
          addressType,
          vswitchId: addressType === 'intranet' ? args.vSwitchId : undefined,
          paymentType: 'PayAsYouGo',
          internetChargeType: 'PayByTraffic',
          ...billing,
          deleteProtection: args.deletionProtection ? 'on' : 'off',
          tags: { ...args.tags },
        },
        { parent: this, protect: args.deletionProtection ?? false },
      );
      this.ipAddress = this.loadBalancer.address;
    }
    this.loadBalancerId = pulumi.output(args.loadBalancerId ?? this.loadBalancer?.id ?? '');
    this.registerOutputs({ loadBalancerId: this.loadBalancerId, ipAddress: this.ipAddress });
  }
}
