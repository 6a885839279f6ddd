import * as ecs from '@pulumi/alicloud/ecs/index.js';
import * as vpc from '@pulumi/alicloud/vpc/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck, plainValue } from './argument-check.js';
import { cidrProblems, contains, type NamedCidr, parseCidr } from './cidr.js';
import type { Tags } from './tags.js';

/** The part of a network in one zone. Give ranges to have vSwitches made, or ids to use vSwitches that exist. */
export interface NetworkZone {
  /** For example `cn-hangzhou-h`. */
  readonly zoneId: pulumi.Input<string>;
  /** Range of the vSwitch for nodes and load balancers, /16 to /29. */
  readonly nodeCidr?: pulumi.Input<string>;
  /** Range of the vSwitch for pods; only Terway needs one. @default no pod vSwitch */
  readonly podCidr?: pulumi.Input<string>;
  /** An existing vSwitch instead of `nodeCidr`. It is never changed or deleted. */
  readonly vSwitchId?: pulumi.Input<string>;
  /** An existing vSwitch instead of `podCidr`. It is never changed or deleted. */
  readonly podVSwitchId?: pulumi.Input<string>;
}

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** Range of the VPC. @default 10.0.0.0/16 */
  readonly cidrBlock?: pulumi.Input<string>;
  /** An existing VPC instead of a new one. It is never changed or deleted. */
  readonly vpcId?: pulumi.Input<string>;
  /** At least one. */
  readonly zones: readonly NetworkZone[];
  /**
   * Whether nodes and pods reach the Internet through a NAT gateway and an EIP.
   * @default true for a new VPC, false for an existing one
   */
  readonly egress?: boolean;
  /** Peak bandwidth of the egress EIP in Mbit/s, billed by traffic, 1 to 200. @default 100 */
  readonly egressBandwidth?: pulumi.Input<number>;
  /** Ranges that must stay free of this network, by the name that messages use: Services, Flannel pods, on-premises. */
  readonly reservedCidrs?: Readonly<Record<string, string>>;
  readonly tags?: Tags;
}

const defaultCidr = '10.0.0.0/16';

function checkArgs(name: string, args: NetworkArgs): void {
  const check = new ArgumentCheck(`Network ${name}`);
  check.required(args, ['zones']);
  const zones = args.zones ?? [];
  check.atLeast('zones', args.zones, 1, 'zone');
  if (args.vpcId !== undefined && args.cidrBlock !== undefined) {
    check.refuse('ARG_EXCLUSIVE', 'cidrBlock', 'an existing VPC keeps its range', 'drop cidrBlock or vpcId');
  }
  check.matches('vpcId', args.vpcId, /^vpc-[a-z0-9]+$/, 'an id such as vpc-bp1aevy8sofi8mh1q****');
  check.between('egressBandwidth', args.egressBandwidth, 1, 200);

  const cidrBlock = args.vpcId === undefined ? (args.cidrBlock ?? defaultCidr) : undefined;
  const outerText = plainValue(cidrBlock);
  const outer = outerText === undefined ? undefined : parseCidr(outerText);
  if (outerText !== undefined && !outer) check.add(cidrProblems([{ path: 'cidrBlock', cidr: outerText }]));
  if (outer && (outer.prefix < 8 || outer.prefix > 28)) {
    check.refuse('ARG_CIDR', 'cidrBlock', `${outer.text} is /${outer.prefix}`, 'a VPC is /8 to /28');
  }

  const inside: NamedCidr[] = [];
  const zonesSeen = new Set<string>();
  zones.forEach((zone, index) => {
    const path = `zones[${index}]`;
    const zoneId = plainValue(zone.zoneId);
    check.required(zone, ['zoneId'], `${path}.`);
    check.matches(`${path}.zoneId`, zone.zoneId, /^[a-z]+(-[a-z0-9]+)+$/, 'a zone such as cn-hangzhou-h');
    for (const key of ['vSwitchId', 'podVSwitchId'] as const) {
      check.matches(`${path}.${key}`, zone[key], /^vsw-[a-z0-9]+$/, 'an id such as vsw-bp1s5fnvk4gn2tws0****');
      if (zone[key] !== undefined && args.vpcId === undefined) {
        check.refuse('ARG_MISSING', 'vpcId', `${path}.${key} is in a VPC that exists`, 'give the id of that VPC');
      }
    }
    if (zoneId !== undefined && zonesSeen.has(zoneId)) {
      check.refuse('ARG_DUPLICATE', `${path}.zoneId`, `${zoneId} is named twice`, 'name each zone once');
    }
    if (zoneId !== undefined) zonesSeen.add(zoneId);
    if (zone.nodeCidr === undefined && zone.vSwitchId === undefined) {
      check.refuse('ARG_MISSING', path, 'has no vSwitch', 'give nodeCidr, or vSwitchId of an existing one');
    }
    for (const [key, cidrInput, idInput] of [
      ['nodeCidr', zone.nodeCidr, zone.vSwitchId],
      ['podCidr', zone.podCidr, zone.podVSwitchId],
    ] as const) {
      if (cidrInput !== undefined && idInput !== undefined) {
        check.refuse('ARG_EXCLUSIVE', `${path}.${key}`, 'an existing vSwitch keeps its range', `drop ${key} or the id`);
      }
      const cidr = plainValue(cidrInput);
      if (cidr === undefined) continue;
      inside.push({ path: `${path}.${key}`, cidr });
      const range = parseCidr(cidr);
      if (!range) continue;
      if (range.prefix < 16 || range.prefix > 29) {
        check.refuse('ARG_CIDR', `${path}.${key}`, `${cidr} is /${range.prefix}`, 'a vSwitch is /16 to /29');
      }
      if (outer && !contains(outer, range)) {
        check.refuse(
          'ARG_CIDR_OUTSIDE',
          `${path}.${key}`,
          `${cidr} is outside the VPC's ${outer.text}`,
          'move it inside',
        );
      }
    }
  });
  const reserved = Object.entries(args.reservedCidrs ?? {}).map(([path, cidr]) => ({ path, cidr }));
  check.add(cidrProblems([...inside, ...reserved]));
  if (outer) {
    for (const { path, cidr } of reserved) {
      check.add(
        cidrProblems([
          { path: 'cidrBlock', cidr: outer.text },
          { path, cidr },
        ]).filter((p) => p.code === 'ARG_CIDR_OVERLAP'),
      );
    }
  }
  check.finish();
}

/**
 * A VPC with a vSwitch for nodes, and if wanted one for pods, in each zone, and a NAT gateway with an EIP for egress.
 * Whatever is given by id is used as it is, and outlives the stack.
 *
 * @throws ProblemsError for ranges that overlap, lie outside the VPC, or are malformed.
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly zoneIds: pulumi.Output<string[]>;
  /** Node vSwitches, in the order of the zones. */
  readonly vSwitchIds: pulumi.Output<string[]>;
  /** Pod vSwitches, in the order of the zones that have one. */
  readonly podVSwitchIds: pulumi.Output<string[]>;
  /** Public address of all egress; `undefined` without egress. */
  readonly egressIpAddress: pulumi.Output<string> | undefined;
  /** The VPC, unless it existed. */
  readonly vpc: vpc.Network | undefined;
  /** The vSwitches that were made. */
  readonly vSwitches: vpc.Switch[] = [];
  readonly natGateway: vpc.NatGateway | undefined;
  readonly egressIp: ecs.EipAddress | undefined;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super('asm:network:Network', name, {}, opts);
    const inherit = { parent: this };
    const tags = { ...args.tags };

    if (args.vpcId === undefined) {
      this.vpc = new vpc.Network(
        name,
        { vpcName: name, cidrBlock: args.cidrBlock ?? defaultCidr, description: `Network of ${name}`, tags },
        inherit,
      );
    }
    this.vpcId = pulumi.output(args.vpcId ?? this.vpc?.id ?? '');

    const nodes: pulumi.Input<string>[] = [];
    const pods: pulumi.Input<string>[] = [];
    const sources = new Map<string, pulumi.Input<string>>();
    args.zones.forEach((zone, index) => {
      const zoneLabel = plainValue(zone.zoneId) ?? String(index);
      const vSwitch = (purpose: string, cidrBlock: pulumi.Input<string>): pulumi.Output<string> => {
        const label = `${name}-${purpose}-${zoneLabel}`;
        const made = new vpc.Switch(
          label,
          { vswitchName: label, vpcId: this.vpcId, zoneId: zone.zoneId, cidrBlock, tags },
          inherit,
        );
        this.vSwitches.push(made);
        return made.id;
      };
      const nodeVSwitch = zone.vSwitchId ?? vSwitch('nodes', zone.nodeCidr ?? '');
      nodes.push(nodeVSwitch);
      sources.set(`nodes-${zoneLabel}`, nodeVSwitch);
      const podVSwitch = zone.podVSwitchId ?? (zone.podCidr === undefined ? undefined : vSwitch('pods', zone.podCidr));
      if (podVSwitch === undefined) return;
      pods.push(podVSwitch);
      sources.set(`pods-${zoneLabel}`, podVSwitch);
    });
    this.zoneIds = pulumi.all(args.zones.map((zone) => zone.zoneId));
    this.vSwitchIds = pulumi.all(nodes);
    this.podVSwitchIds = pulumi.all(pods);

    if (args.egress ?? args.vpcId === undefined) {
      const natName = `${name}-egress`;
      const natGateway = new vpc.NatGateway(
        natName,
        {
          natGatewayName: natName,
          vpcId: this.vpcId,
          vswitchId: nodes[0],
          natType: 'Enhanced',
          networkType: 'internet',
          paymentType: 'PayAsYouGo',
          internetChargeType: 'PayByLcu',
          tags,
        },
        inherit,
      );
      const egressIp = new ecs.EipAddress(
        natName,
        {
          addressName: natName,
          bandwidth: pulumi.output(args.egressBandwidth ?? 100).apply(String),
          internetChargeType: 'PayByTraffic',
          paymentType: 'PayAsYouGo',
          tags,
        },
        inherit,
      );
      const association = new ecs.EipAssociation(
        natName,
        { allocationId: egressIp.id, instanceId: natGateway.id, instanceType: 'Nat' },
        inherit,
      );
      for (const [label, sourceVswitchId] of sources) {
        new vpc.SnatEntry(
          `${natName}-${label}`,
          { snatTableId: natGateway.snatTableIds, sourceVswitchId, snatIp: egressIp.ipAddress },
          { parent: this, dependsOn: [association] },
        );
      }
      this.natGateway = natGateway;
      this.egressIp = egressIp;
      this.egressIpAddress = egressIp.ipAddress;
    }

    this.registerOutputs({
      vpcId: this.vpcId,
      zoneIds: this.zoneIds,
      vSwitchIds: this.vSwitchIds,
      podVSwitchIds: this.podVSwitchIds,
      egressIpAddress: this.egressIpAddress,
    });
  }
}
