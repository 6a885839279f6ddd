import type { Call, Handler } from './call.js';
import type { Item } from './cloud.js';

/**
 * A call that lists things of a kind.
 *
 * @param at where the answer has them: name of the list, name of an entry
 * @param filters parameters of the request by the field that they are compared with
 */
export function listing(
  kind: string,
  [list, entry]: readonly [string, string],
  filters: Readonly<Record<string, string>>,
  answer: (call: Call, item: Item) => Record<string, unknown>,
): Handler {
  return (call) => {
    const given = Object.entries(filters).flatMap(([field, parameter]) => {
      const wanted = call.params[parameter];
      return wanted === undefined || wanted === '' ? [] : [[field, wanted.split(',')] as const];
    });
    const found = call.cloud
      .all(kind)
      .filter((item) => given.every(([field, wanted]) => wanted.includes(String(item.fields[field]))))
      .map((item) => answer(call, item));
    return { [list]: { [entry]: found }, TotalCount: found.length, PageNumber: 1, PageSize: 50 };
  };
}

/** The thing of a kind that a request names; the service answers `missing` where there is none. */
export function named(kind: string, parameter: string, missing: string): (call: Call) => Item {
  return (call) => call.cloud.need(kind, call.params[parameter], missing);
}

/** A call that sets the fields that it is given. */
export function setting(find: (call: Call) => Item, fields: readonly string[]): Handler {
  return (call) => {
    const item = find(call);
    for (const field of fields) if (call.params[field] !== undefined) item.fields[field] = call.params[field];
    return {};
  };
}
