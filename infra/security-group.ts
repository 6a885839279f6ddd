import * as ecs from '@pulumi/alicloud/ecs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck, plainValue } from './argument-check.js';
import { parseCidr } from './cidr.js';
import type { Tags } from './tags.js';

/** Traffic that may enter a security group. Give exactly one of `cidr` and `securityGroupId`. */
export interface IngressRule {
  /** Where the traffic comes from. `0.0.0.0/0` is refused. */
  readonly cidr?: pulumi.Input<string>;
  /** The group that the traffic comes from; basic groups only. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** @default all */
  readonly protocol?: 'tcp' | 'udp' | 'icmp' | 'all';
  /** Ports as `first/last`, for example `443/443`. @default every port */
  readonly ports?: string;
  /** Why the rule exists. */
  readonly description: string;
}

/** Arguments of {@link SecurityGroup}. */
export interface SecurityGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  /**
   * `advanced` holds more addresses, and isolates its members: name the ranges of nodes and pods in `ingress`.
   * Members of a `basic` group reach each other, and it can name other groups as a source.
   * @default advanced
   */
  readonly type?: 'advanced' | 'basic';
  /** By name; a name identifies the rule from one update to the next. @default none */
  readonly ingress?: Readonly<Record<string, IngressRule>>;
  readonly tags?: Tags;
}

function checkArgs(name: string, args: SecurityGroupArgs): void {
  const check = new ArgumentCheck(`SecurityGroup ${name}`);
  check.required(args, ['vpcId']);
  check.oneOf('type', args.type, ['advanced', 'basic']);
  for (const [key, rule] of Object.entries(args.ingress ?? {})) {
    const path = `ingress.${key}`;
    check.exactlyOne({ [`${path}.cidr`]: rule.cidr, [`${path}.securityGroupId`]: rule.securityGroupId });
    check.oneOf(`${path}.protocol`, rule.protocol, ['tcp', 'udp', 'icmp', 'all']);
    const cidr = plainValue(rule.cidr);
    if (cidr !== undefined && !parseCidr(cidr)) {
      check.refuse('ARG_CIDR', `${path}.cidr`, `'${cidr}' is not an IPv4 range`, 'give a range such as 10.0.0.0/16');
    }
    if (cidr === '0.0.0.0/0') {
      check.refuse('ARG_WORLD_OPEN', `${path}.cidr`, 'lets in the whole Internet', 'name the ranges that need it');
    }
    if (rule.securityGroupId !== undefined && (args.type ?? 'advanced') === 'advanced') {
      check.refuse(
        'ARG_GROUP_SOURCE',
        `${path}.securityGroupId`,
        'an advanced group cannot name a group as its source',
        'give cidr, or make the group basic',
      );
    }
    const ports = /^(\d{1,5})\/(\d{1,5})$/.exec(rule.ports ?? '1/65535');
    const [low, high] = ports ? [Number(ports[1]), Number(ports[2])] : [1, 0];
    if (low < 1 || high > 65535 || low > high) {
      check.refuse('ARG_FORMAT', `${path}.ports`, `'${rule.ports}' is not a port range`, 'give first/last, 1 to 65535');
    }
    if (rule.ports !== undefined && !['tcp', 'udp'].includes(rule.protocol ?? 'all')) {
      check.refuse('ARG_PORTS', `${path}.ports`, 'only tcp and udp have ports', 'give protocol tcp or udp');
    }
  }
  check.finish();
}

function ingressRule(
  name: string,
  securityGroupId: pulumi.Input<string>,
  rule: IngressRule,
  opts: pulumi.CustomResourceOptions,
): ecs.SecurityGroupRule {
  const protocol = rule.protocol ?? 'all';
  const everyPort = protocol === 'all' || protocol === 'icmp' ? '-1/-1' : '1/65535';
  return new ecs.SecurityGroupRule(
    name,
    {
      securityGroupId,
      type: 'ingress',
      nicType: 'intranet',
      policy: 'accept',
      priority: 1,
      ipProtocol: protocol,
      portRange: rule.ports ?? everyPort,
      cidrIp: rule.cidr,
      sourceSecurityGroupId: rule.securityGroupId,
      description: rule.description,
    },
    opts,
  );
}

/**
 * A security group and the traffic that may enter it.
 *
 * @throws ProblemsError for a rule without or with two sources, a bad port range, or a source of `0.0.0.0/0`.
 */
export class SecurityGroup extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  readonly securityGroup: ecs.SecurityGroup;
  readonly rules: ecs.SecurityGroupRule[];

  constructor(name: string, args: SecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super('asm:network:SecurityGroup', name, {}, opts);
    const advanced = (args.type ?? 'advanced') === 'advanced';
    this.securityGroup = new ecs.SecurityGroup(
      name,
      {
        securityGroupName: name,
        description: `Nodes and pods of ${name}`,
        vpcId: args.vpcId,
        securityGroupType: advanced ? 'enterprise' : 'normal',
        // Members of an advanced group are always isolated: only its rules let them reach each other.
        ...(advanced ? {} : { innerAccessPolicy: 'Accept' }),
        tags: { ...args.tags },
      },
      { parent: this },
    );
    this.securityGroupId = this.securityGroup.id;
    this.rules = Object.entries(args.ingress ?? {}).map(([key, rule]) =>
      ingressRule(`${name}-${key}`, this.securityGroup.id, rule, { parent: this }),
    );
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

/** Arguments of {@link SecurityGroupPeering}. */
export interface SecurityGroupPeeringArgs {
  /** The basic groups that must reach each other, by a name for the resources. At least two. */
  readonly groups: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Rules with which basic security groups of one VPC let each other in: what two clusters need before one mesh can
 * span them. Advanced groups do not need it when their rules name the VPC's ranges.
 *
 * @throws ProblemsError for fewer than two groups.
 */
export class SecurityGroupPeering extends pulumi.ComponentResource {
  readonly rules: ecs.SecurityGroupRule[] = [];

  constructor(name: string, args: SecurityGroupPeeringArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`SecurityGroupPeering ${name}`);
    check.required(args, ['groups']);
    check.atLeast('groups', args.groups && Object.keys(args.groups), 2, 'groups');
    check.finish();
    super('asm:network:SecurityGroupPeering', name, {}, opts);
    for (const [into, securityGroupId] of Object.entries(args.groups)) {
      for (const [from, source] of Object.entries(args.groups)) {
        if (into === from) continue;
        const rule = { securityGroupId: source, description: `${from} reaches ${into}` };
        this.rules.push(ingressRule(`${name}-${from}-to-${into}`, securityGroupId, rule, { parent: this }));
      }
    }
    this.registerOutputs({});
  }
}
