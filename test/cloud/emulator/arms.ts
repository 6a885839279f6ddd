import { type Service, tagParams } from './call.js';
import { tagging } from './tagging.js';

/** ARMS environments, which hold managed Prometheus (2019-08-08). */
export const armsService: Service = {
  ...tagging(false),
  CreateEnvironment(call) {
    const { cloud, params } = call;
    cloud.need('cluster', params.BindResourceId, 'ClusterNotFound');
    const id = cloud.newId('env-', 22);
    cloud.create(
      'arms-environment',
      id,
      {
        EnvironmentId: id,
        EnvironmentName: params.EnvironmentName,
        EnvironmentType: params.EnvironmentType,
        EnvironmentSubType: params.EnvironmentSubType,
        BindResourceId: params.BindResourceId,
        ManagedType: params.ManagedType ?? 'none',
        ResourceGroupId: 'rg-default',
      },
      { tags: tagParams(params) },
    );
    return { Code: 200, Data: id, Message: 'success' };
  },
  InitEnvironment: () => ({ Code: 200, Data: 'success' }),
  DescribeEnvironment(call) {
    const item = call.cloud.find('arms-environment', call.params.EnvironmentId);
    if (!item) return { Code: 404, Message: 'not found' };
    const Tags = Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value }));
    return { Code: 200, Data: { ...item.fields, Tags } };
  },
  UpdateEnvironment: () => ({ Code: 200, Data: 'success' }),
  ListEnvironments: (call) => ({
    Code: 200,
    Data: { Environments: call.cloud.all('arms-environment').map((item) => item.fields) },
  }),
  DeleteEnvironment(call) {
    const item = call.cloud.find('arms-environment', call.params.EnvironmentId);
    if (!item) return { Code: 404, Message: 'not found' };
    call.cloud.remove(item);
    return { Code: 200, Data: 'success' };
  },
};
