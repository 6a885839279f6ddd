import type { Problem } from '../../mesh/index.js';
import type { Lookup } from '../account-lookup.js';
import type { CloudSettings } from '../environment/index.js';

/** Zones of the environment that the region does not have, as the account sees it. */
export async function missingZones(lookup: Lookup, settings: CloudSettings): Promise<Problem[]> {
  const zones = await lookup.list('vpc', 'DescribeZones', {}, 'Zones.Zone');
  const known = zones.map(({ ZoneId }) => String(ZoneId)).sort();
  const { network } = settings;
  const named = [
    ...network.zones.map(({ zoneId }, index) => ({ zoneId, path: `network.zones[${index}].zoneId` })),
    ...(network.meshVpc?.zones ?? []).map(({ zoneId }, index) => ({
      zoneId,
      path: `network.meshVpc.zones[${index}].zoneId`,
    })),
  ];
  return named
    .filter(({ zoneId }) => !known.includes(zoneId))
    .map(({ zoneId, path }) => ({
      code: 'CLOUD_UNKNOWN_ZONE',
      place: `asm-blueprints:${path}`,
      message: `the account has no zone '${zoneId}' in ${settings.region}`,
      fix: `give one of ${known.join(', ')}`,
    }));
}
