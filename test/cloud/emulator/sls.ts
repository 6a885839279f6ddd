import { type Call, createdAt, type Route } from './call.js';
import { ApiError, type Item } from './cloud.js';

const project = (call: Call): Item => call.cloud.need('log-project', call.bucket, 'ProjectNotExist');
const store = (call: Call, name: string | undefined): Item => {
  project(call);
  return call.cloud.need('logstore', `${call.bucket}:${name}`, 'LogStoreNotExist');
};

/** SLS projects, logstores and indexes (REST, by the project's host name). */
export const slsRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/$/,
    handle(call) {
      const name = String(call.body.projectName ?? '');
      if (call.cloud.find('log-project', name))
        throw new ApiError(400, 'ProjectAlreadyExist', `project ${name} exists`);
      const fields = {
        projectName: name,
        description: call.body.description ?? '',
        status: 'Normal',
        createTime: createdAt,
        resourceGroupId: 'rg-default',
      };
      call.cloud.create('log-project', name, fields, { settle: false });
      return {};
    },
  },
  { method: 'GET', path: /^\/$/, handle: (call) => project(call).fields },
  {
    method: 'PUT',
    path: /^\/$/,
    handle(call) {
      Object.assign(project(call).fields, call.body);
      return {};
    },
  },
  {
    method: 'DELETE',
    path: /^\/$/,
    handle(call) {
      const item = project(call);
      for (const child of call.cloud.children(item.id)) call.cloud.remove(child);
      call.cloud.remove(item);
      return {};
    },
  },
  {
    method: 'GET',
    path: /^\/policy$/,
    handle: (call) => {
      project(call);
      return '';
    },
  },
  {
    method: 'GET',
    path: /^\/tags$/,
    handle(call) {
      const text = call.params.resourceId ?? '[]';
      const ids = text.startsWith('[') ? (JSON.parse(text) as string[]) : [text];
      const tagResources = ids.flatMap((id) =>
        Object.entries(call.cloud.find('log-project', id)?.tags ?? {}).map(([tagKey, tagValue]) => ({
          resourceId: id,
          resourceType: 'project',
          tagKey,
          tagValue,
        })),
      );
      return { tagResources };
    },
  },
  {
    method: 'POST',
    path: /^\/tag$/,
    handle(call) {
      const tags = (call.body.tags ?? []) as { key: string; value: string }[];
      for (const id of (call.body.resourceId ?? []) as string[]) {
        const item = call.cloud.need('log-project', id, 'ProjectNotExist');
        for (const { key, value } of tags) item.tags[key] = value;
      }
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/untag$/,
    handle(call) {
      for (const id of (call.body.resourceId ?? []) as string[]) {
        for (const key of (call.body.tags ?? []) as string[]) delete call.cloud.find('log-project', id)?.tags[key];
      }
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/logstores$/,
    handle(call) {
      const name = String(call.body.logstoreName ?? '');
      const id = `${project(call).id}:${name}`;
      if (call.cloud.find('logstore', id)) throw new ApiError(400, 'LogStoreAlreadyExist', `logstore ${name} exists`);
      const fields = {
        mode: 'standard',
        telemetryType: '',
        createTime: 1767225600,
        lastModifyTime: 1767225600,
        appendMeta: true,
        enable_tracking: false,
        ...call.body,
      };
      call.cloud.create('logstore', id, fields, { parents: [call.bucket], settle: false });
      return {};
    },
  },
  { method: 'GET', path: /^\/logstores\/([^/]+)$/, handle: (call, [name]) => store(call, name).fields },
  {
    method: 'PUT',
    path: /^\/logstores\/([^/]+)$/,
    handle(call, [name]) {
      Object.assign(store(call, name).fields, call.body);
      return {};
    },
  },
  {
    method: 'DELETE',
    path: /^\/logstores\/([^/]+)$/,
    handle(call, [name]) {
      const item = store(call, name);
      for (const child of call.cloud.children(item.id)) call.cloud.remove(child);
      call.cloud.remove(item);
      return {};
    },
  },
  {
    method: 'GET',
    path: /^\/logstores\/([^/]+)\/meteringmode$/,
    handle: (call, [name]) => {
      store(call, name);
      return { meteringMode: 'ChargeByFunction' };
    },
  },
  {
    method: 'GET',
    path: /^\/logstores\/([^/]+)\/shards$/,
    handle: (call, [name]) =>
      Array.from({ length: Number(store(call, name).fields.shardCount ?? 2) }, (_, shardID) => ({
        shardID,
        status: 'readwrite',
        inclusiveBeginKey: '00',
        exclusiveEndKey: 'ff',
        createTime: 1767225600,
      })),
  },
  {
    method: 'GET',
    path: /^\/logstores\/([^/]+)\/index$/,
    handle: (call, [name]) =>
      call.cloud.need('log-index', `${store(call, name).id}/index`, 'IndexConfigNotExist').fields,
  },
  {
    method: 'POST',
    path: /^\/logstores\/([^/]+)\/index$/,
    handle(call, [name]) {
      const parent = store(call, name);
      if (call.cloud.find('log-index', `${parent.id}/index`))
        throw new ApiError(400, 'IndexAlreadyExist', 'the index exists');
      call.cloud.create('log-index', `${parent.id}/index`, { ...call.body }, { parents: [parent.id], settle: false });
      return {};
    },
  },
  {
    method: 'PUT',
    path: /^\/logstores\/([^/]+)\/index$/,
    handle(call, [name]) {
      Object.assign(
        call.cloud.need('log-index', `${store(call, name).id}/index`, 'IndexConfigNotExist').fields,
        call.body,
      );
      return {};
    },
  },
  {
    method: 'DELETE',
    path: /^\/logstores\/([^/]+)\/index$/,
    handle(call, [name]) {
      call.cloud.remove(call.cloud.need('log-index', `${store(call, name).id}/index`, 'IndexConfigNotExist'));
      return {};
    },
  },
];
