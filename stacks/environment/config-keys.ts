import type { Problem } from '../../mesh/index.js';
import { closestName } from '../../mesh/validation/closest-name.js';
import { shownValue } from '../../mesh/validation/schema-problems.js';

/** Namespace of the program's keys in `Pulumi.<env>.yaml`, whatever the project is called. */
export const CONFIG_NAMESPACE = 'asm-blueprints';

/** Keys of a configuration that are not ours, by their whole name; a namespace of its own belongs to whatever reads it. */
export type OtherKeys = Readonly<Record<string, unknown>>;

/** Settings by key without the namespace, and every other key. */
export interface ConfigKeys {
  readonly ours: Readonly<Record<string, unknown>>;
  readonly others: OtherKeys;
}

/** Divides the keys of a configuration, which Pulumi names `<namespace>:<key>`. */
export function configKeys(config: Readonly<Record<string, unknown>>): ConfigKeys {
  const prefix = `${CONFIG_NAMESPACE}:`;
  const entries = Object.entries(config);
  return {
    ours: Object.fromEntries(
      entries.flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
    ),
    others: Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix))),
  };
}

/**
 * Settings that nothing reads: without a namespace, or with one that is not ours though the key is.
 *
 * @param settings names of the settings of an environment
 * @param project name of the Pulumi project, which is the namespace of keys that are set without one
 * @returns problems whose place is the whole key
 */
export function unreadKeyProblems(
  others: OtherKeys,
  settings: readonly string[],
  project: string | undefined,
): Problem[] {
  return Object.keys(others).flatMap((written): Problem[] => {
    const [namespace, key] = written.includes(':') ? splitAt(written) : [undefined, written];
    const meant = settings.includes(key) ? key : closestName(key, settings);
    if (namespace === undefined) {
      const message = 'is not read, because it has no namespace';
      const fix =
        meant === undefined
          ? `write ${project ?? 'PROJECT'}:${key} for a setting of your own`
          : `write ${CONFIG_NAMESPACE}:${meant}`;
      return [{ code: 'ENV_NAMESPACE', place: written, message, fix }];
    }
    const isMistyped = closestName(namespace, [CONFIG_NAMESPACE]) !== undefined;
    if (!isMistyped && !(namespace === project && settings.includes(key))) return [];
    const message = `is not read, because its namespace is not ${CONFIG_NAMESPACE}`;
    return [{ code: 'ENV_NAMESPACE', place: written, message, fix: `write ${CONFIG_NAMESPACE}:${meant ?? key}` }];
  });
}

function splitAt(written: string): readonly [string, string] {
  const colon = written.indexOf(':');
  return [written.slice(0, colon), written.slice(colon + 1)];
}

/** Region of the provider, in which every resource of the cloud is made. */
export const PROVIDER_REGION = 'alicloud:region';

/**
 * The settings with the region of the provider, where they name none.
 */
export function withProviderRegion(
  ours: Readonly<Record<string, unknown>>,
  others: OtherKeys,
): Record<string, unknown> {
  const region = others[PROVIDER_REGION];
  return 'region' in ours || ours['kind'] === 'local' || region === undefined ? ours : { ...ours, region };
}

/** Another region than the provider's, which would make everything in its own. @returns problems whose place is the whole key */
export function providerRegionProblems(ours: Readonly<Record<string, unknown>>, others: OtherKeys): Problem[] {
  const { kind, region } = ours;
  const provider = others[PROVIDER_REGION];
  // Without a kind nothing says that there is a provider.
  if (kind === undefined || kind === 'local' || typeof region !== 'string' || region === provider) return [];
  const problem = { code: 'ENV_REGION', place: PROVIDER_REGION, fix: `write ${PROVIDER_REGION}: ${region}` };
  return [
    provider === undefined
      ? { ...problem, message: 'is not given, so that the provider would choose a region itself' }
      : {
          ...problem,
          message: `is ${typeof provider === 'string' ? provider : shownValue(provider)}, and ${CONFIG_NAMESPACE}:region is ${region}; the provider makes everything in its own`,
        },
  ];
}
