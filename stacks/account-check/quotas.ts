import type { Problem } from '../../mesh/index.js';
import type { Lookup } from '../account-lookup.js';
import type { CloudSettings } from '../environment/index.js';
import type { Needs } from './needs.js';

/** A limit of an account and how much of it is taken. */
interface Quota {
  /** What is counted, as a person says it. */
  readonly what: string;
  /** How many the update adds. */
  readonly needed: number;
  readonly limit: number;
  readonly used: number;
}

/** Quota Center's products, with the code of the quota that counts instances. */
const COUNTED = [
  { what: 'VPCs', need: 'vpcs', product: 'vpc', code: /^vpc_quota_instances_num(_REGION)?$/ },
  { what: 'EIPs', need: 'publicAddresses', product: 'eip', code: /^eip_quota_instances_num$/ },
  { what: 'CLBs', need: 'loadBalancers', product: 'slb', code: /^slb_quota_instances_num$/ },
] as const;

/** The limits that Quota Center knows. Document: Quota Center, ListProductQuotas (2020-05-10). */
async function countedQuotas(lookup: Lookup, needs: Needs): Promise<Quota[]> {
  const wanted = COUNTED.filter(({ need }) => needs[need] > 0);
  const found = wanted.map(async ({ what, need, product, code }): Promise<Quota[]> => {
    const parameters = { ProductCode: product, MaxResults: '100' };
    const quotas = await lookup.list('quotas', 'ListProductQuotas', parameters, 'Quotas');
    const pattern = new RegExp(code.source.replace('REGION', lookup.region));
    const quota = quotas.find(({ QuotaActionCode }) => pattern.test(String(QuotaActionCode)));
    if (quota?.['TotalQuota'] === undefined || quota['TotalUsage'] === undefined) return [];
    return [{ what, needed: needs[need], limit: Number(quota['TotalQuota']), used: Number(quota['TotalUsage']) }];
  });
  return (await Promise.all(found)).flat();
}

/** The limits that ACK knows. Document: ACK, DescribeUserQuota (2015-12-15). */
async function clusterQuotas(lookup: Lookup, settings: CloudSettings, needed: number): Promise<Quota[]> {
  if (needed === 0) return [];
  const [limits] = await lookup.clusters('/quota', {}, '');
  const existing = await lookup.clusters('/api/v1/clusters', { page_size: '100' }, 'clusters');
  const managed = existing.filter((cluster) => cluster['cluster_type'] === 'ManagedKubernetes').length;
  const pools = Object.entries(settings.clusters).flatMap(([name, cluster]) =>
    cluster.type === 'existing' ? [] : [{ name, pools: Object.values(cluster.nodePools) }],
  );
  const quota = (what: string, code: string, used: number, wanted: number): Quota[] =>
    limits?.[code] === undefined ? [] : [{ what, needed: wanted, limit: Number(limits[code]), used }];
  return [
    ...quota('ACK clusters', 'cluster_quota', existing.length, needed),
    ...quota('ACK managed clusters', 'amk_cluster_quota', managed, needed),
    ...pools.flatMap(({ name, pools }) => [
      ...quota(`node pools of cluster ${name}`, 'cluster_nodepool_quota', 0, pools.length),
      ...quota(
        `nodes of cluster ${name}`,
        'node_quota',
        0,
        pools.reduce((sum, { desired, max }) => sum + (max ?? desired), 0),
      ),
    ]),
  ];
}

/** What an update needs and the account has no room for. */
export async function quotaProblems(lookup: Lookup, settings: CloudSettings, needs: Needs): Promise<Problem[]> {
  const [counted, clusters] = await Promise.all([
    countedQuotas(lookup, needs),
    clusterQuotas(lookup, settings, needs.clusters),
  ]);
  return [...counted, ...clusters]
    .filter(({ needed, limit, used }) => used + needed > limit)
    .map(({ what, needed, limit, used }) => ({
      code: 'CLOUD_QUOTA',
      place: `${what} in ${lookup.region}`,
      message: `${needed} more are needed; ${used} of ${limit} are in use`,
      fix: 'delete what is not used, ask Quota Center for more, or ask for less in the environment',
    }));
}
