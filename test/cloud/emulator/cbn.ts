import { type Call, createdAt, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { named, setting } from './operations.js';
import { tagging, tagList } from './tagging.js';

const cen = named('cen', 'CenId', 'ParameterCenInstanceId');
const router = named('transit-router', 'TransitRouterId', 'InvalidTransitRouterId.NotFound');
const table = named('route-table', 'TransitRouterRouteTableId', 'InvalidTransitRouterRouteTableId.NotFound');
const attachment = named('vpc-attachment', 'TransitRouterAttachmentId', 'InvalidTransitRouterAttachmentId.NotFound');

const active = (call: Call, item: Item, done = 'Active', busy = 'Creating') => (call.cloud.ready(item) ? done : busy);

function link(kind: 'association' | 'propagation', list: string): Service {
  const id = (call: Call) => `${call.params.TransitRouterAttachmentId}:${call.params.TransitRouterRouteTableId}`;
  const [make, remove, show] =
    kind === 'association'
      ? [
          'AssociateTransitRouterAttachmentWithRouteTable',
          'DissociateTransitRouterAttachmentFromRouteTable',
          'ListTransitRouterRouteTableAssociations',
        ]
      : [
          'EnableTransitRouterRouteTablePropagation',
          'DisableTransitRouterRouteTablePropagation',
          'ListTransitRouterRouteTablePropagations',
        ];
  return {
    [make ?? '']: (call) => {
      const parents = [attachment(call).id, table(call).id];
      if (call.cloud.find(kind, id(call))) throw new ApiError(400, 'OperationFailed.AlreadyExist', 'It exists.');
      call.cloud.create(
        kind,
        id(call),
        { TransitRouterAttachmentId: parents[0], TransitRouterRouteTableId: parents[1] },
        { parents },
      );
      return {};
    },
    [remove ?? '']: (call) => {
      call.cloud.remove(call.cloud.need(kind, id(call), 'InvalidTransitRouterAttachmentId.NotFound'));
      return {};
    },
    [show ?? '']: (call) => ({
      [list]: call.cloud
        .all(kind)
        .filter((item) => !call.params.TransitRouterAttachmentId || item.id === id(call))
        .map((item) => ({ ...item.fields, Status: active(call, item) })),
    }),
  };
}

/** CEN instances and transit routers (2017-09-12). */
export const cbnService: Service = {
  ...tagging(true),
  ...link('association', 'TransitRouterAssociations'),
  ...link('propagation', 'TransitRouterPropagations'),
  CreateCen(call) {
    const CenId = call.cloud.newId('cen-');
    const { Name = '', Description = '' } = call.params;
    call.cloud.create(
      'cen',
      CenId,
      { CenId, Name, Description, ProtectionLevel: 'REDUCED', CreationTime: createdAt, ResourceGroupId: 'rg-default' },
      { tags: tagParams(call.params) },
    );
    return { CenId };
  },
  DescribeCens(call) {
    const wanted = call.params['Filter.1.Value.1'];
    const found = call.cloud.all('cen').filter((item) => !wanted || item.id === wanted);
    return {
      Cens: {
        Cen: found.map((item) => ({
          ...item.fields,
          Status: active(call, item),
          Tags: { Tag: tagList(item) },
        })),
      },
      TotalCount: found.length,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  ModifyCenAttribute: setting(cen, ['Name', 'Description']),
  DeleteCen(call) {
    if (call.cloud.children(cen(call).id).length > 0)
      throw new ApiError(400, 'InvalidOperation.CenInstanceStatus', 'The CEN still has transit routers.');
    call.cloud.remove(cen(call));
    return {};
  },
  CreateTransitRouter(call) {
    const parent = cen(call);
    const id = call.cloud.newId('tr-');
    const { TransitRouterName = '', TransitRouterDescription = '' } = call.params;
    call.cloud.create(
      'transit-router',
      id,
      {
        CenId: parent.id,
        TransitRouterId: id,
        TransitRouterName,
        TransitRouterDescription,
        Type: 'Enterprise',
        RegionId: call.region,
        SupportMulticast: false,
        CreationTime: createdAt,
      },
      { parents: [parent.id], tags: tagParams(call.params) },
    );
    return { TransitRouterId: id };
  },
  ListTransitRouters: (call) => ({
    TransitRouters: call.cloud
      .all('transit-router')
      .filter((item) => !call.params.CenId || item.fields.CenId === call.params.CenId)
      .filter((item) => !call.params.TransitRouterId || item.id === call.params.TransitRouterId)
      .map((item) => ({
        ...item.fields,
        Status: active(call, item),
        Tags: tagList(item),
      })),
  }),
  UpdateTransitRouter: () => ({}),
  DeleteTransitRouter(call) {
    if (call.cloud.children(router(call).id).length > 0)
      throw new ApiError(400, 'IncorrectStatus.TransitRouter', 'The transit router is in use.');
    call.cloud.remove(router(call));
    return {};
  },
  CreateTransitRouterRouteTable(call) {
    const parent = router(call);
    const id = call.cloud.newId('vtb-');
    call.cloud.create(
      'route-table',
      id,
      {
        TransitRouterRouteTableId: id,
        TransitRouterRouteTableName: call.params.TransitRouterRouteTableName ?? '',
        TransitRouterRouteTableDescription: call.params.TransitRouterRouteTableDescription ?? '',
        TransitRouterRouteTableType: 'Custom',
      },
      { parents: [parent.id], tags: tagParams(call.params) },
    );
    return { TransitRouterRouteTableId: id };
  },
  ListTransitRouterRouteTables: (call) => ({
    TransitRouterRouteTables: call.cloud
      .children(call.params.TransitRouterId ?? '', 'route-table')
      .filter(
        (item) =>
          !call.params['TransitRouterRouteTableIds.1'] || item.id === call.params['TransitRouterRouteTableIds.1'],
      )
      .map((item) => ({ ...item.fields, TransitRouterRouteTableStatus: active(call, item) })),
  }),
  DeleteTransitRouterRouteTable(call) {
    if (call.cloud.children(table(call).id).length > 0)
      throw new ApiError(400, 'InvalidStatus.RouteTable', 'The route table is in use.');
    call.cloud.remove(table(call));
    return {};
  },
  CreateTransitRouterVpcAttachment(call) {
    const { cloud, params } = call;
    const parent = router(call);
    cloud.need('vpc', params.VpcId, 'InvalidVpcId.NotFound');
    const zones: { ZoneId: string; VSwitchId: string }[] = [];
    for (let n = 1; params[`ZoneMappings.${n}.ZoneId`] !== undefined; n += 1) {
      const vSwitch = cloud.need('vswitch', params[`ZoneMappings.${n}.VSwitchId`], 'InvalidVSwitchId.NotFound');
      zones.push({ ZoneId: params[`ZoneMappings.${n}.ZoneId`] ?? '', VSwitchId: vSwitch.id });
    }
    const id = cloud.newId('tr-attach-');
    cloud.create(
      'vpc-attachment',
      id,
      {
        CenId: params.CenId,
        TransitRouterId: parent.id,
        TransitRouterAttachmentId: id,
        TransitRouterAttachmentName: params.TransitRouterAttachmentName ?? '',
        TransitRouterAttachmentDescription: params.TransitRouterAttachmentDescription ?? '',
        AutoPublishRouteEnabled: params.AutoPublishRouteEnabled === 'true',
        VpcId: params.VpcId,
        VpcRegionId: call.region,
        VpcOwnerId: 1234567890123456,
        ResourceType: 'VPC',
        ChargeType: 'POSTPAY',
        OrderType: 'PayByCenOwner',
        CreationTime: createdAt,
        ZoneMappings: zones,
        TransitRouterVPCAttachmentOptions: { ipv6Support: 'disable' },
        Options: { ipv6Support: 'disable' },
      },
      { parents: [parent.id, params.VpcId ?? '', ...zones.map((zone) => zone.VSwitchId)], tags: tagParams(params) },
    );
    return { TransitRouterAttachmentId: id };
  },
  ListTransitRouterVpcAttachments: (call) => ({
    TransitRouterAttachments: call.cloud
      .all('vpc-attachment')
      .filter((item) => !call.params.TransitRouterAttachmentId || item.id === call.params.TransitRouterAttachmentId)
      .map((item) => ({
        ...item.fields,
        Status: active(call, item, 'Attached', 'Attaching'),
        Tags: tagList(item),
      })),
    TotalCount: 1,
  }),
  UpdateTransitRouterVpcAttachmentAttribute: () => ({}),
  DeleteTransitRouterVpcAttachment(call) {
    for (const child of call.cloud.children(attachment(call).id)) call.cloud.remove(child);
    call.cloud.remove(attachment(call));
    return {};
  },
};
