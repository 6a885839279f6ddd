import { groupOf, kindOf, type Manifest } from '../../mesh/index.js';

/** Versions that an API group may have served a kind in that mesh/kinds does not know. */
const DEFAULT_VERSIONS: readonly string[] = ['v1', 'v1beta1', 'v1alpha1'];

/** Type token of an object in Pulumi's state: `kubernetes:<group>/<version>:<Kind>`, with `core` for the empty group. */
export function typeToken(apiVersion: string, kind: string): string {
  return `kubernetes:${groupOf(apiVersion) === '' ? `core/${apiVersion}` : apiVersion}:${kind}`;
}

/**
 * The tokens that the same object had, or will have, under the other versions of its group. A change of an object's `apiVersion` inside
 * its group is no other object: the resource takes over the state that was recorded under any of these, so an environment that moves
 * from v1beta1 to v1 replaces nothing.
 */
export function otherTypeTokens(apiVersion: string, kind: string): string[] {
  const group = groupOf(apiVersion);
  if (group === '') return [];
  const { versions = DEFAULT_VERSIONS, formerVersions = {} } = kindOf(group, kind) ?? {};
  return [...versions, ...Object.keys(formerVersions)]
    .map((version) => `${group}/${version}`)
    .filter((other) => other !== apiVersion)
    .map((other) => typeToken(other, kind));
}

/**
 * Key of an object on its API server: group, kind, namespace, name. The version is no part of it.
 *
 * @param target name of the API server
 */
export function objectKey(target: string, manifest: Manifest): string {
  const { namespace, name } = manifest.metadata;
  return [target, groupOf(manifest.apiVersion), manifest.kind, namespace ?? '', name].join('|');
}

/**
 * Name of the Pulumi resource of an object: `<target>/<namespace>/<Kind>/<name>`.
 *
 * It says what the object is and not where its construct stands, so that moving or renaming a construct's parent, or
 * splitting a chart, replaces nothing. Objects of one kind name in two groups (Gateway) differ by their type token.
 *
 * @param target name of the API server
 */
export function resourceName(target: string, manifest: Manifest): string {
  const { namespace, name } = manifest.metadata;
  return [target, ...(namespace === undefined ? [] : [namespace]), manifest.kind, name].join('/');
}
