import type { HttpMatchSpec, HttpRouteSpec, PlacedRule } from './placed-rule.js';

type Text = { readonly exact?: string; readonly prefix?: string; readonly regex?: string } | undefined;
type Texts = Readonly<Record<string, Text>> | undefined;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A rule of a delegate with what its root adds: conditions of both have to hold, and settings of the delegate win. Undefined when the
 * conditions of the root do not cover it (https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate).
 */
export function mergeDelegate(root: PlacedRule, rule: PlacedRule): PlacedRule | undefined {
  const match = mergeMatches(root.route.match ?? [], rule.route.match ?? []);
  if (match === undefined) {
    return undefined;
  }
  const { delegate: _, match: __, name: ___, route: ____, redirect: _____, ...inherited } = root.route;
  const route = { ...inherited, ...withoutUndefined(rule.route), match } as HttpRouteSpec;
  return { route, label: `${root.label} > ${rule.label}`, owner: rule.owner };
}

function withoutUndefined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function mergeMatches(
  roots: readonly HttpMatchSpec[],
  leaves: readonly HttpMatchSpec[],
): readonly HttpMatchSpec[] | undefined {
  if (roots.length === 0 || leaves.length === 0) {
    return roots.length === 0 ? leaves : roots;
  }
  const merged: HttpMatchSpec[] = [];
  for (const leaf of leaves) {
    const fitting = roots.filter((root) => !conflicts(root, leaf));
    if (fitting.length === 0) {
      return undefined;
    }
    for (const one of fitting.map((root) => mergeMatch(root, leaf))) {
      merged.push(one);
    }
  }
  return merged;
}

function mergeMatch(root: HttpMatchSpec, leaf: HttpMatchSpec): HttpMatchSpec {
  const merged: Writable<HttpMatchSpec> = { ...root, ...withoutUndefined(leaf) };
  merged.headers = { ...root.headers, ...leaf.headers };
  merged.withoutHeaders = { ...root.withoutHeaders, ...leaf.withoutHeaders };
  merged.queryParams = { ...root.queryParams, ...leaf.queryParams };
  merged.sourceLabels = { ...root.sourceLabels, ...leaf.sourceLabels };
  if ((leaf.gateways ?? []).length === 0 && root.gateways !== undefined) {
    merged.gateways = root.gateways;
  }
  return merged;
}

function conflicts(root: HttpMatchSpec, leaf: HttpMatchSpec): boolean {
  return (
    textConflicts(root.uri as Text, leaf.uri as Text) ||
    textConflicts(root.scheme as Text, leaf.scheme as Text) ||
    textConflicts(root.method as Text, leaf.method as Text) ||
    textConflicts(root.authority as Text, leaf.authority as Text) ||
    textsConflict(root.headers as Texts, leaf.headers as Texts) ||
    textsConflict(root.withoutHeaders as Texts, leaf.withoutHeaders as Texts) ||
    textsConflict(root.queryParams as Texts, leaf.queryParams as Texts) ||
    (root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false) ||
    (Boolean(root.port) && Boolean(leaf.port) && root.port !== leaf.port) ||
    (Boolean(root.sourceNamespace) && leaf.sourceNamespace !== root.sourceNamespace) ||
    Object.entries(leaf.sourceLabels ?? {}).some(([key, value]) => {
      const other = root.sourceLabels?.[key];
      return other !== undefined && other !== value;
    }) ||
    gatewaysConflict(root.gateways ?? [], leaf.gateways ?? [])
  );
}

function gatewaysConflict(root: readonly string[], leaf: readonly string[]): boolean {
  return (
    root.length > 0 && leaf.length > 0 && (root.length < leaf.length || leaf.some((gateway) => !root.includes(gateway)))
  );
}

function textsConflict(root: Texts, leaf: Texts): boolean {
  return Object.entries(leaf ?? {}).some(([name, text]) => textConflicts(root?.[name], text));
}

/** Regular expressions are not compared: one on either side does not cover, nor is it covered. */
function textConflicts(root: Text, leaf: Text): boolean {
  if (root === undefined || leaf === undefined) {
    return false;
  }
  if (root.exact) {
    return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  }
  if (root.prefix && (leaf.prefix || leaf.exact)) {
    return !(leaf.prefix || leaf.exact || '').startsWith(root.prefix);
  }
  return true;
}
