import type { Call } from './call.js';
import type { Item } from './cloud.js';

/** A part of a request or an answer. */
export type Body = Readonly<Record<string, unknown>>;

/** The cluster of an id. @throws ApiError */
export const cluster = (call: Call, id: string | undefined): Item =>
  call.cloud.need('cluster', id, 'ErrorClusterNotFound');

/** The answer to what goes on after it. */
export const task = (call: Call): Body => ({ task_id: call.cloud.startTask(), request_id: 'R' });

/** Tags as ACK takes them. */
export function tagsOf(body: unknown): Record<string, string> {
  const list = (Array.isArray(body) ? body : []) as Record<string, string>[];
  return Object.fromEntries(list.map((tag) => [tag.key ?? tag.Key ?? '', tag.value ?? tag.Value ?? '']));
}

/** Tags as ACK answers them. */
export const tagList = (item: Item) => Object.entries(item.tags).map(([key, value]) => ({ key, value }));

/** Deep for objects, whole for lists: how the service takes a partial update. */
export function merge(into: Record<string, unknown>, from: Body): void {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      typeof old === 'object' &&
      old !== null
    ) {
      into[key] = { ...(old as Body) };
      merge(into[key] as Record<string, unknown>, value as Body);
    } else {
      into[key] = value;
    }
  }
}
