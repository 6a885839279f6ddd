import { type Call, listParams, type Service, tagParams } from './call.js';
import type { Item } from './cloud.js';

/** Tags as describe calls answer them. */
export const tagList = (item: Item) => Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value }));

function ids(call: Call): string[] {
  return ['ResourceId', 'ResourceIds', 'ResourceNames'].flatMap((name) => listParams(call.params, name));
}

/** The tag operations that most services share; `nested` services wrap the list once more. */
export function tagging(nested: boolean): Service {
  return {
    ListTagResources(call) {
      const found = ids(call).flatMap((id) => {
        const item = call.cloud.byId(id);
        return Object.entries(item?.tags ?? {}).map(([TagKey, TagValue]) => ({
          ResourceId: id,
          ResourceType: call.params.ResourceType ?? '',
          TagKey,
          TagValue,
        }));
      });
      return { TagResources: nested ? { TagResource: found } : found };
    },
    TagResources(call) {
      for (const id of ids(call)) Object.assign(call.cloud.byId(id)?.tags ?? {}, tagParams(call.params));
      return {};
    },
    UntagResources(call) {
      const keys = ['TagKey', 'TagKeys'].flatMap((name) => listParams(call.params, name));
      for (const id of ids(call)) for (const key of keys) delete call.cloud.byId(id)?.tags[key];
      return {};
    },
  };
}
