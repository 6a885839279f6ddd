import type { Mesh } from '../model/mesh.js';
import { isVisibleIn } from '../model/visibility.js';
import type { HttpMatchSpec, HttpRouteSpec, PlacedRule, VirtualService } from './placed-rule.js';

type Text = { readonly exact?: string; readonly prefix?: string; readonly regex?: string } | undefined;
type Texts = Readonly<Record<string, Text>> | undefined;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A rule that is written and that no proxy gets. */
export interface LeftOutRule {
  /** As routes are named: `VirtualService shop/web http[0] > VirtualService shop/cart http[1]`. */
  readonly label: string;
  readonly reason: string;
}

/** The rules of a VirtualService with those of its delegates in their places, and the rules that are left out. */
export interface DelegatedRules {
  readonly rules: readonly PlacedRule[];
  readonly leftOut: readonly LeftOutRule[];
}

/**
 * The rules of a VirtualService, each delegate's with what its root adds: conditions of both have to hold, and settings of the delegate win.
 * A rule whose conditions the root's do not cover is left out, and so is a delegate that does not exist, is not visible, or has hosts
 * (https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate).
 */
export function withDelegates(
  mesh: Mesh,
  root: VirtualService,
  byId: ReadonlyMap<string, VirtualService>,
): DelegatedRules {
  const rules: PlacedRule[] = [];
  const leftOut: LeftOutRule[] = [];
  for (const rule of placedRules(root)) {
    const reference = rule.route.delegate;
    if (reference === undefined) {
      rules.push(rule);
      continue;
    }
    const id = `${reference.namespace || root.namespace}/${reference.name ?? ''}`;
    const delegate = byId.get(id);
    const reason = whyUnusable(mesh, root, delegate);
    if (delegate === undefined || reason !== undefined) {
      leftOut.push({ label: rule.label, reason: `its delegate ${id} ${reason}` });
      continue;
    }
    for (const one of placedRules(delegate)) {
      const merged = mergeDelegate(rule, one);
      if (merged === undefined) {
        const why = `Istio leaves it out: its match is not within that of ${rule.label}`;
        leftOut.push({ label: `${rule.label} > ${one.label}`, reason: why });
      } else {
        rules.push(merged);
      }
    }
  }
  return { rules, leftOut };
}

function placedRules(service: VirtualService): readonly PlacedRule[] {
  return (service.spec.http ?? []).map((route, index) => ({
    route,
    label: `VirtualService ${service.id} http[${index}]${route.name ? ` "${route.name}"` : ''}`,
    owner: service,
  }));
}

function whyUnusable(mesh: Mesh, root: VirtualService, delegate: VirtualService | undefined): string | undefined {
  if (delegate === undefined) {
    return 'does not exist';
  }
  if ((delegate.spec.hosts ?? []).length > 0) {
    return 'has hosts of its own, so it is no delegate';
  }
  return isVisibleIn(mesh.visibilityOf(delegate), root.namespace) ? undefined : `is not visible in ${root.namespace}`;
}

/** A rule of a delegate with what its root adds; undefined when the conditions of the root do not cover it. */
function mergeDelegate(root: PlacedRule, rule: PlacedRule): PlacedRule | undefined {
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
    merged.push(...fitting.map((root) => mergeMatch(root, leaf)));
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

function textConflicts(root: Text, leaf: Text): boolean {
  if (root === undefined || leaf === undefined) {
    return false;
  }
  const isGiven = (text: NonNullable<Text>) => Boolean(text.regex || text.prefix || text.exact);
  if ((root.regex && isGiven(leaf)) || (leaf.regex && isGiven(root))) {
    return true;
  }
  if (root.exact) {
    return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  }
  if (root.prefix && (leaf.prefix || leaf.exact)) {
    return !(leaf.prefix || leaf.exact || '').startsWith(root.prefix);
  }
  return true;
}
