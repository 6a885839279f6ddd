import { z } from 'zod';
import type { Problem } from '../../mesh/index.js';

/** Regions with ASM and ACK, from the vendor's page "Supported regions". */
const REGIONS = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-qingdao',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ap-northeast-1',
  'ap-northeast-2',
  'us-west-1',
  'us-east-1',
  'eu-central-1',
  'eu-west-1',
  'me-east-1',
  'me-central-1',
] as const;

const zoneIds = z.array(z.object({ zoneId: z.string().catch('') }).catch({ zoneId: '' })).catch([]);
const rawSchema = z.object({
  region: z.string().catch(''),
  network: z
    .object({ zones: zoneIds, meshVpc: z.object({ zones: zoneIds }).catch({ zones: [] }) })
    .catch({ zones: [], meshVpc: { zones: [] } }),
});

/** A region that does not exist, and zones of another region. Works on the configuration as written. */
export function zoneProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { region, network } = rawSchema.parse(raw);
  if (region === '') return [];
  if (!(REGIONS as readonly string[]).includes(region)) {
    return [
      {
        code: 'ENV_UNKNOWN_REGION',
        place: 'region',
        message: `there is no region '${region}' with ASM`,
        fix: `give one of ${REGIONS.join(', ')}`,
      },
    ];
  }
  const problems: Problem[] = [];
  const named = [
    ...network.zones.map(({ zoneId }, index) => ({ zoneId, place: `network.zones[${index}].zoneId` })),
    ...network.meshVpc.zones.map(({ zoneId }, index) => ({ zoneId, place: `network.meshVpc.zones[${index}].zoneId` })),
  ];
  for (const { zoneId, place } of named) {
    const suffix = zoneId.startsWith(region) ? zoneId.slice(region.length) : '';
    // Zones are named cn-hangzhou-h in mainland regions and ap-southeast-1a elsewhere.
    if (zoneId === '' || /^-?[a-z]$/.test(suffix)) continue;
    problems.push({
      code: 'ENV_UNKNOWN_ZONE',
      place,
      message: `'${zoneId}' is no zone of ${region}`,
      fix: `give a zone of the region, such as ${region}${/\d$/.test(region) ? 'a' : '-h'}`,
    });
  }
  return problems;
}
