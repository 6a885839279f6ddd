import { z } from 'zod';
import { cloudId, written } from '../../charts/setting-schemas.js';
import { type CidrRange, cidrPattern, contains, overlaps, parseCidr } from '../../infra/cidr.js';
import type { Problem } from '../../mesh/index.js';

const CIDR_RULE = 'must be an IPv4 range such as 10.1.0.0/20, with all bits behind the prefix zero';

/** An IPv4 range. */
export const cidr = z
  .string()
  .refine((text) => parseCidr(text) !== undefined, CIDR_RULE)
  .meta({ id: 'cidr', ...written(cidrPattern, CIDR_RULE) });

const zoneSchema = z.strictObject({
  zoneId: cloudId.describe('Zone, for example `cn-hangzhou-h`.'),
  nodeCidr: cidr.optional().describe('Range of the vSwitch for nodes.'),
  podCidr: cidr.optional().describe('Range of the vSwitch for pods (Terway).'),
  vSwitchId: cloudId.optional().describe('Existing vSwitches instead of new ones.'),
  podVSwitchId: cloudId.optional().describe('An existing vSwitch for pods instead of a new one.'),
});

const DEFAULT_VPC = '10.0.0.0/16';

/** The network of a cloud environment. */
export const networkSchema = z.strictObject({
  cidr: cidr.default(DEFAULT_VPC).describe('Range of the VPC.'),
  vpcId: cloudId.optional().describe('An existing VPC instead of a new one.'),
  zones: z.array(zoneSchema).min(1).describe('Zones that nodes and pods are in.'),
  egress: z.boolean().default(true).describe('NAT gateway and EIP, so that nodes and pods reach the Internet.'),
  egressBandwidth: z.int().min(1).max(200).default(100).describe('Peak bandwidth of egress in Mbit/s.'),
  securityGroup: z
    .enum(['advanced', 'basic'])
    .default('advanced')
    .describe('Security group of the nodes: advanced, or basic with rules that let the clusters talk.'),
  meshVpc: z
    .strictObject({
      cidr: cidr.describe('Range of the VPC.'),
      zones: z.array(zoneSchema).min(1).describe('Zones that the instance is in.'),
      cenId: cloudId.optional().describe('An existing CEN instance instead of a new one.'),
    })
    .optional()
    .describe("A VPC of its own for the ASM instance, connected through a transit router. Default: the clusters' VPC."),
});

/** A range with its place in the file. */
interface PlacedRange {
  readonly place: string;
  readonly range: CidrRange;
}

const rawZones = z
  .array(
    z.object({ nodeCidr: z.string().catch(''), podCidr: z.string().catch('') }).catch({ nodeCidr: '', podCidr: '' }),
  )
  .catch([]);

/** The parts of the raw configuration that hold ranges, read as far as they are readable. */
const rangesSchema = z.object({
  network: z
    .object({
      cidr: z.string().default(DEFAULT_VPC).catch(''),
      vpcId: z.string().optional().catch(undefined),
      zones: rawZones,
      meshVpc: z.object({ cidr: z.string().catch(''), zones: rawZones }).catch({ cidr: '', zones: [] }),
    })
    .catch({ cidr: '', vpcId: undefined, zones: [], meshVpc: { cidr: '', zones: [] } }),
  clusters: z
    .record(
      z.string(),
      z
        .object({ podCidr: z.string().catch(''), serviceCidr: z.string().catch('') })
        .catch({ podCidr: '', serviceCidr: '' }),
    )
    .catch({}),
});

/**
 * Ranges that share addresses, and vSwitches outside their VPC.
 *
 * Works on the configuration as written, so that these are reported together with mistakes elsewhere in the file.
 */
export function networkProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { network, clusters } = rangesSchema.parse(raw);
  const problems: Problem[] = [];
  // The range of an existing VPC is not known unless it is given.
  const known = network.vpcId === undefined || (raw['network'] as { cidr?: unknown }).cidr !== undefined;
  const vpcs = [
    { path: 'network', cidr: known ? network.cidr : '', zones: network.zones },
    { path: 'network.meshVpc', ...network.meshVpc },
  ].map(({ path, cidr: text, zones }) => ({
    vpc: placed(`${path}.cidr`, text),
    vSwitches: zones.flatMap((zone, index) => [
      ...placed(`${path}.zones[${index}].nodeCidr`, zone.nodeCidr),
      ...placed(`${path}.zones[${index}].podCidr`, zone.podCidr),
    ]),
  }));
  for (const { vpc, vSwitches } of vpcs) {
    for (const outer of vpc) {
      for (const inner of vSwitches) {
        if (contains(outer.range, inner.range)) continue;
        problems.push({
          code: 'ENV_CIDR_OUTSIDE',
          place: inner.place,
          message: `${inner.range.text} is outside the VPC's ${outer.range.text}`,
          fix: 'give the vSwitch a range within the VPC',
        });
      }
    }
    problems.push(...clashes(vSwitches));
  }
  // Ranges of Services and Flannel pods are outside the VPC; two clusters of one mesh may not share pod addresses.
  const ofClusters = Object.entries(clusters).flatMap(([name, cluster]) => [
    ...placed(`clusters.${name}.podCidr`, cluster.podCidr),
    ...placed(`clusters.${name}.serviceCidr`, cluster.serviceCidr),
  ]);
  problems.push(...clashes([...vpcs.flatMap(({ vpc }) => vpc), ...ofClusters]));
  return problems;
}

function placed(place: string, text: string): PlacedRange[] {
  const range = parseCidr(text);
  return range === undefined ? [] : [{ place, range }];
}

function clashes(ranges: readonly PlacedRange[]): Problem[] {
  const problems: Problem[] = [];
  for (const [index, later] of ranges.entries()) {
    for (const earlier of ranges.slice(0, index)) {
      if (!overlaps(earlier.range, later.range)) continue;
      problems.push({
        code: 'ENV_CIDR_OVERLAP',
        place: later.place,
        message: `${later.range.text} overlaps ${earlier.range.text} of ${earlier.place}`,
        fix: 'give ranges that share no address',
      });
    }
  }
  return problems;
}
