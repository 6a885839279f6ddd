import type { Cloud } from './cloud.js';
import type { KubeAccess } from './kubeconfig.js';

/** One API call, whatever the style of its service. */
export interface Call {
  /** Name of the operation, or the method and path of a REST call. */
  readonly action: string;
  /** Parameters of query and form together. */
  readonly params: Readonly<Record<string, string>>;
  /** The body of a REST call. */
  readonly body: Readonly<Record<string, unknown>>;
  /** First label of the host: the SLS project, for example. */
  readonly bucket: string;
  readonly region: string;
  readonly cloud: Cloud;
  /** The emulated Kubernetes API servers. */
  readonly kube: KubeAccess;
}

/** Answers one operation of one service; throws ApiError to refuse. */
export type Handler = (call: Call) => Record<string, unknown>;

/** The operations of one service by name. */
export type Service = Readonly<Record<string, Handler>>;

/** One REST operation: method, path pattern, handler that gets the pattern's groups. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (call: Call, groups: string[]) => unknown;
}

/** Values of `Tag.1.Key`, `Tag.1.Value`, … and their other spellings. */
export function tagParams(params: Readonly<Record<string, string>>): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let n = 1; ; n += 1) {
    const at = (field: string) => params[`Tag.${n}.${field}`] ?? params[`Tags.${n}.${field}`];
    const key = at('Key') ?? at('TagKey');
    if (key === undefined) return tags;
    tags[key] = at('Value') ?? at('TagValue') ?? '';
  }
}

/** Values of `Name.1`, `Name.2`, … */
export function listParams(params: Readonly<Record<string, string>>, name: string): string[] {
  const values: string[] = [];
  for (let n = 1; params[`${name}.${n}`] !== undefined; n += 1) values.push(params[`${name}.${n}`] ?? '');
  return values;
}

/** `true` and `false` as the services take them. */
export function yes(value: string | undefined): boolean {
  return value === 'true';
}

/** A timestamp that never changes, so that a refresh finds no difference. */
export const createdAt = '2026-01-01T00:00:00Z';
