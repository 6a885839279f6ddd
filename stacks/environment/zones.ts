import { z } from 'zod';
import { MESH_REGIONS } from '../../infra/regions.js';
import type { Problem } from '../../mesh/index.js';

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
  if (!(MESH_REGIONS as readonly string[]).includes(region)) {
    return [
      {
        code: 'ENV_UNKNOWN_REGION',
        place: 'region',
        message: `there is no region '${region}' with ASM`,
        fix: `give one of ${MESH_REGIONS.join(', ')}`,
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
