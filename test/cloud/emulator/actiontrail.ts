import { type Call, createdAt, type Service } from './call.js';
import { ApiError, type Item } from './cloud.js';

const trail = (call: Call): Item => call.cloud.need('trail', call.params.Name, 'TrailNotFoundException');

/** ActionTrail (2020-07-06). */
export const actiontrailService: Service = {
  CreateTrail(call) {
    const { cloud, params } = call;
    const name = params.Name ?? '';
    if (cloud.find('trail', name)) throw new ApiError(409, 'TrailAlreadyExistsException', `trail ${name} exists`);
    cloud.create(
      'trail',
      name,
      {
        Name: name,
        HomeRegion: call.region,
        EventRW: params.EventRW ?? 'Write',
        TrailRegion: params.TrailRegion ?? 'All',
        SlsProjectArn: params.SlsProjectArn ?? '',
        SlsWriteRoleArn: params.SlsWriteRoleArn ?? '',
        OssBucketName: '',
        OssKeyPrefix: '',
        OssWriteRoleArn: '',
        IsOrganizationTrail: false,
        CreateTime: createdAt,
        Status: 'Fresh',
      },
      { settle: false },
    );
    return { Name: name, HomeRegion: call.region };
  },
  DescribeTrails: (call) => ({
    TrailList: call.cloud
      .all('trail')
      .filter((item) => !call.params.NameList || item.id === call.params.NameList)
      .map((item) => item.fields),
  }),
  GetDataEventSelector: () => ({ DataEventSelectors: '', SlsDeliveryConfigs: [] }),
  GetTrailStatus: (call) => ({ IsLogging: trail(call).fields.Status === 'Enable' }),
  StartLogging(call) {
    trail(call).fields.Status = 'Enable';
    return {};
  },
  StopLogging(call) {
    trail(call).fields.Status = 'Disable';
    return {};
  },
  UpdateTrail(call) {
    for (const name of ['EventRW', 'TrailRegion', 'SlsProjectArn', 'SlsWriteRoleArn']) {
      if (call.params[name] !== undefined) trail(call).fields[name] = call.params[name];
    }
    return {};
  },
  DeleteTrail(call) {
    call.cloud.remove(trail(call));
    return {};
  },
};
