import type { Service } from './call.js';

/** Quotas by product: code, what counts, and how many an account may have unless a test says otherwise. */
const products: Readonly<Record<string, { readonly code: string; readonly kind: string; readonly perRegion?: true }>> =
  {
    vpc: { code: 'vpc_quota_instances_num', kind: 'vpc', perRegion: true },
    eip: { code: 'eip_quota_instances_num', kind: 'eip' },
    slb: { code: 'slb_quota_instances_num', kind: 'clb' },
  };

/** Quota Center (2020-05-10). */
export const quotasService: Service = {
  ListProductQuotas(call) {
    const { cloud, params } = call;
    const product = products[params.ProductCode ?? ''];
    if (product === undefined) return { Quotas: [], TotalCount: 0 };
    const QuotaActionCode = product.perRegion ? `${product.code}_${call.region}` : product.code;
    const quota = {
      QuotaActionCode,
      ProductCode: params.ProductCode,
      QuotaName: QuotaActionCode,
      TotalQuota: cloud.limit(product.kind),
      TotalUsage: cloud.all(product.kind).length,
      Adjustable: true,
    };
    return { Quotas: [quota], TotalCount: 1, MaxResults: Number(params.MaxResults ?? 30) };
  },
};
