import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/config-object.js';
import { HostIndex } from '../model/hosts.js';
import { type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { compareAge, createdAt } from './age.js';
import { type BackendPolicy, readBackendPolicies } from './gateway-api/backend-tls-policy.js';
import type { Subset, TrafficPolicy } from './traffic-policy.js';

type DestinationRuleSpec = IstioSpecs['DestinationRule'];

/** What a DestinationRule sets and an older one of its host and namespace sets already, so that it does not hold. */
export interface LostSettings {
  /** `namespace/name` of the rule that loses. */
  readonly rule: string;
  /** `namespace/name` of the one that wins. */
  readonly winner: string;
  /** Names of the subsets that the winner has. */
  readonly subsets: readonly string[];
  /** Whether its traffic policy is dropped, because the winner has one. */
  readonly trafficPolicy: boolean;
}

/** What all DestinationRules of a namespace for one host come to. */
export interface MergedRule {
  readonly host: string;
  readonly namespace: string;
  /** `namespace/name` of the DestinationRules, the one that decides first. */
  readonly from: string[];
  readonly exportTo: ReadonlySet<string>;
  /** Labels of the callers that it is for; undefined for all. */
  readonly selector: Labels | undefined;
  /** Whether it is made of BackendTLSPolicies alone, so that what a DestinationRule sets wins over it. */
  isBackendPolicy: boolean;
  trafficPolicy: TrafficPolicy | undefined;
  subsets: readonly Subset[];
  /** What was dropped when the rules were merged. */
  readonly lost: LostSettings[];
}

/** DestinationRules of a namespace by host, with those of the same host merged. */
class RulesByHost {
  private readonly index = new HostIndex<MergedRule[]>();
  private readonly all: MergedRule[][] = [];

  add(rule: MergedRule): void {
    const list = this.index.at(rule.host)[0];
    if (list === undefined) {
      const first = [copyOf(rule)];
      this.index.add(rule.host, first);
      this.all.push(first);
      return;
    }
    let standsAlone = true;
    for (const existing of list) {
      if (sameSet(rule.exportTo, existing.exportTo)) {
        standsAlone = false;
      } else if (existing.exportTo.size > 0 && isSuperset(rule.exportTo, existing.exportTo)) {
        standsAlone = true;
      } else {
        standsAlone = true;
        continue;
      }
      const bothSelect = rule.selector !== undefined && existing.selector !== undefined;
      if (bothSelect && !sameLabels(rule.selector ?? {}, existing.selector ?? {})) {
        standsAlone = true;
        continue;
      }
      if (bothSelect || (rule.selector === undefined && existing.selector === undefined)) {
        standsAlone = false;
      }
      merge(existing, rule);
    }
    if (standsAlone) {
      list.push(copyOf(rule));
    }
  }

  /** What was dropped when the rules were merged. */
  get lost(): readonly LostSettings[] {
    return this.all.flatMap((rules) => rules.flatMap(({ lost }) => lost));
  }

  /** Those for the most specific host that covers this one. */
  mostSpecific(host: string): readonly MergedRule[] | undefined {
    for (const lists of this.index.covering(host)) {
      return lists[0];
    }
    return undefined;
  }
}

function copyOf(rule: MergedRule): MergedRule {
  return { ...rule, from: [...rule.from], lost: [...rule.lost] };
}

/**
 * Subsets that the first has not are added; its traffic policy stays when it has one. A policy of the Gateway API fills in what a
 * DestinationRule does not set, whichever is older.
 */
function merge(existing: MergedRule, added: MergedRule): void {
  const names = new Set(existing.subsets.map(({ name }) => name));
  if (!existing.isBackendPolicy && !added.isBackendPolicy) {
    const subsets = added.subsets.flatMap(({ name }) => (name !== undefined && names.has(name) ? [name] : []));
    const trafficPolicy = existing.trafficPolicy !== undefined && added.trafficPolicy !== undefined;
    if (subsets.length > 0 || trafficPolicy) {
      existing.lost.push({ rule: added.from[0] ?? '', winner: existing.from[0] ?? '', subsets, trafficPolicy });
    }
  }
  existing.subsets = [...existing.subsets, ...added.subsets.filter(({ name }) => !names.has(name))];
  if (existing.isBackendPolicy === added.isBackendPolicy) {
    existing.trafficPolicy ??= added.trafficPolicy;
  } else {
    const [own, backend] = existing.isBackendPolicy ? [added, existing] : [existing, added];
    existing.trafficPolicy = filledIn(own.trafficPolicy, backend.trafficPolicy);
    existing.isBackendPolicy = false;
  }
  for (const one of added.from) {
    existing.from.push(one);
  }
}

function filledIn(own: TrafficPolicy | undefined, backend: TrafficPolicy | undefined): TrafficPolicy | undefined {
  if (own === undefined || backend === undefined) {
    return own ?? backend;
  }
  const { portLevelSettings: ports = [], ...settings } = own;
  const { portLevelSettings: backendPorts = [], ...backendSettings } = backend;
  const numbers = new Set(ports.map(({ port }) => port?.number));
  return {
    ...backendSettings,
    ...settings,
    portLevelSettings: [
      ...ports.map((one) => ({ ...backendPorts.find(({ port }) => port?.number === one.port?.number), ...one })),
      ...backendPorts.filter(({ port }) => !numbers.has(port?.number)),
    ],
  };
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isSuperset(one, other);
}

function isSuperset(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...other].every((value) => one.has(value));
}

function sameLabels(one: Labels, other: Labels): boolean {
  return matchesLabels(one, other) && matchesLabels(other, one);
}

/**
 * Finds the DestinationRule for a caller and a host: that of the caller's namespace, else of the service's, else of the root namespace;
 * in each the most specific host (https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration).
 */
export class DestinationRules {
  private readonly local = new Map<string, RulesByHost>();
  private readonly exported = new Map<string, RulesByHost>();
  private readonly rootLocal = new RulesByHost();
  private readonly rootNamespace: string;
  /** Whether some rule is only for callers with certain labels. */
  readonly hasSelectors: boolean;

  constructor(mesh: Mesh) {
    this.rootNamespace = mesh.config.rootNamespace;
    const isPrivateByDefault = mesh.config.defaultDestinationRuleExportTo.includes('.');
    const written = mesh.destinationRules.map((rule) => ({
      rule: readRule(mesh, rule),
      created: createdAt(rule.object),
      name: rule.name,
      namespace: rule.namespace,
    }));
    const made = readBackendPolicies(mesh).map((policy) => ({ rule: ruleOf(policy), name: policy.host, ...policy }));
    const rules = [...written, ...made]
      .sort(
        (one, other) =>
          Number(one.rule.selector === undefined) - Number(other.rule.selector === undefined) || compareAge(one, other),
      )
      .map(({ rule }) => rule);
    this.hasSelectors = rules.some(({ selector }) => selector !== undefined);
    for (const rule of rules) {
      const { exportTo, namespace } = rule;
      if (exportTo.size === 0 || exportTo.has('*') || exportTo.has('.') || exportTo.has(namespace)) {
        rulesOf(this.local, namespace).add(rule);
      }
      const isPrivate =
        exportTo.size === 0
          ? isPrivateByDefault
          : exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
      if (!isPrivate) {
        rulesOf(this.exported, namespace).add(rule);
      } else if (namespace === this.rootNamespace) {
        this.rootLocal.add(rule);
      }
    }
  }

  /** What was dropped when rules of one host and namespace were merged, each once. */
  get lost(): readonly LostSettings[] {
    const found = new Map<string, LostSettings>();
    for (const rules of [this.local, this.exported].flatMap((table) => [...table.values()])) {
      for (const one of rules.lost) {
        found.set(`${one.rule} ${one.winner}`, one);
      }
    }
    return [...found.values()];
  }

  /** The rule for a host of a service, as a caller of these labels and this namespace has it. */
  find(
    caller: { readonly namespace: string; readonly labels: Labels },
    service: { readonly host: string; readonly namespace: string },
  ): MergedRule | undefined {
    const candidates = this.candidates(caller.namespace, service.host, service.namespace);
    let forAll: MergedRule | undefined;
    for (const rule of candidates) {
      if (rule.selector === undefined) {
        forAll = rule;
      } else if (matchesLabels(caller.labels, rule.selector)) {
        return rule;
      }
    }
    return forAll;
  }

  private candidates(client: string, host: string, owner: string): readonly MergedRule[] {
    const own =
      client === this.rootNamespace ? this.rootLocal.mostSpecific(host) : this.local.get(client)?.mostSpecific(host);
    if (own !== undefined) {
      return own;
    }
    for (const namespace of [owner, this.rootNamespace]) {
      const exported = this.exported.get(namespace)?.mostSpecific(host) ?? [];
      const visible = exported.filter(
        ({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(client),
      );
      if (visible.length > 0) {
        return visible;
      }
    }
    return [];
  }
}

function rulesOf(table: Map<string, RulesByHost>, namespace: string): RulesByHost {
  let rules = table.get(namespace);
  if (rules === undefined) {
    rules = new RulesByHost();
    table.set(namespace, rules);
  }
  return rules;
}

function readRule(mesh: Mesh, rule: ConfigObject<DestinationRuleSpec>): MergedRule {
  const { spec, namespace } = rule;
  const host = mesh.resolve(spec.host ?? '', namespace);
  return {
    host,
    namespace,
    from: [rule.id],
    exportTo: new Set(rule.selector === undefined ? (spec.exportTo ?? []) : ['.']),
    selector: rule.selector,
    isBackendPolicy: false,
    trafficPolicy: spec.trafficPolicy as TrafficPolicy | undefined,
    subsets: (spec.subsets ?? []) as readonly Subset[],
    lost: [],
  };
}

function ruleOf({ host, namespace, from, tls, ports }: BackendPolicy): MergedRule {
  return {
    host,
    namespace,
    from: [...from],
    exportTo: new Set(),
    selector: undefined,
    isBackendPolicy: true,
    trafficPolicy: {
      ...(tls === undefined ? {} : { tls }),
      ...(ports.length === 0 ? {} : { portLevelSettings: ports }),
    },
    subsets: [],
    lost: [],
  };
}
