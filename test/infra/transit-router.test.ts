import { describe, expect, test } from '@jest/globals';
import { TransitRouter } from '../../infra/transit-router.js';
import { counts, refused, registrations, tags } from './registrations.js';

describe('TransitRouter', () => {
  const attachment = (vpcId: string) => ({ vpcId, zones: [{ zoneId: 'z', vSwitchId: 'vsw-1' }] });

  test('connects VPCs and propagates their routes', async () => {
    const attachments = { a: attachment('vpc-a'), b: attachment('vpc-b') };
    const { made } = await registrations(() => new TransitRouter('tr', { attachments, tags }));
    expect(counts(made)).toEqual({
      'alicloud:cen/instance:Instance': 1,
      'alicloud:cen/transitRouter:TransitRouter': 1,
      'alicloud:cen/transitRouterRouteTable:TransitRouterRouteTable': 1,
      'alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment': 2,
      'alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation': 2,
      'alicloud:cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation': 2,
    });
  });

  test('refuses a lone VPC and one without a zone', () => {
    expect(refused(() => new TransitRouter('tr', { attachments: { a: { vpcId: 'vpc-a', zones: [] } } }))).toEqual([
      'ARG_COUNT attachments',
      'ARG_COUNT attachments.a.zones',
    ]);
    expect(refused(() => new TransitRouter('tr', {} as never))).toEqual(['ARG_MISSING attachments']);
  });
});
