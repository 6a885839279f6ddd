import { asFields, asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';

/** Labels or annotations of an object. */
export type Labels = Readonly<Record<string, string>>;

/** Whether labels have every pair of a selector; an empty selector matches everything. */
export function matchesLabels(labels: Labels, selector: Labels): boolean {
  for (const key of Object.keys(selector)) {
    if (!Object.hasOwn(labels, key) || labels[key] !== selector[key]) {
      return false;
    }
  }
  return true;
}

/**
 * Whether labels match a Kubernetes LabelSelector (`matchLabels` and `matchExpressions` with In, NotIn, Exists,
 * DoesNotExist). A selector with an unknown operator matches nothing.
 */
export function matchesLabelSelector(labels: Labels, selector: unknown): boolean {
  const fields = fieldsOf(selector);
  return (
    matchesLabels(labels, labelsOf(fields['matchLabels'])) &&
    fieldsListOf(fields['matchExpressions']).every((expression) => matchesExpression(labels, expression))
  );
}

function matchesExpression(labels: Labels, expression: Fields): boolean {
  const key = asText(expression['key']) ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = textListOf(expression['values']);
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether a selector in the form of `workloadSelector` or `selector` names any label at all. */
export function isEmptySelector(selector: Labels | undefined): boolean {
  return selector === undefined || Object.keys(selector).length === 0;
}

/**
 * The labels by which an Istio object selects workloads: `selector.matchLabels` (security, telemetry, extensions),
 * `workloadSelector.labels` (Sidecar, ServiceEntry, EnvoyFilter, DestinationRule has `matchLabels`) or `selector` itself (Gateway).
 */
export function selectorOf(spec: unknown): Labels | undefined {
  const fields = fieldsOf(spec);
  const selector = asFields(fields['workloadSelector']) ?? asFields(fields['selector']);
  if (selector === undefined) {
    return undefined;
  }
  const nested = asFields(selector['labels']) ?? asFields(selector['matchLabels']);
  return labelsOf(nested ?? selector);
}

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Objects by namespace and label pair, so that a selector looks only at those that have its rarest pair. */
export class LabelIndex<T extends Labelled> {
  private readonly byNamespace = new Map<string, T[]>();
  private readonly byPair = new Map<string, Map<string, T[]>>();
  private readonly all: readonly T[];

  constructor(objects: readonly T[]) {
    this.all = objects;
    for (const object of objects) {
      append(this.byNamespace, object.namespace, object);
    }
  }

  /** The objects of a namespace, or of all when none is given, in the order of the index. */
  in(namespace: string | undefined): readonly T[] {
    return namespace === undefined ? this.all : (this.byNamespace.get(namespace) ?? []);
  }

  /** The objects of a namespace (all namespaces when undefined) that have every pair of the selector. */
  select(namespace: string | undefined, selector: Labels): readonly T[] {
    const keys = Object.keys(selector);
    if (keys.length === 0) {
      return this.in(namespace);
    }
    const pairs = this.pairsOf(namespace);
    let rarest: readonly T[] | undefined;
    for (const key of keys) {
      const candidates = pairs.get(`${key}=${selector[key]}`) ?? [];
      if (rarest === undefined || candidates.length < rarest.length) {
        rarest = candidates;
      }
    }
    return keys.length === 1
      ? (rarest ?? [])
      : (rarest ?? []).filter((object) => matchesLabels(object.labels, selector));
  }

  private pairsOf(namespace: string | undefined): ReadonlyMap<string, T[]> {
    const key = namespace ?? '';
    let pairs = this.byPair.get(key);
    if (pairs === undefined) {
      pairs = new Map();
      for (const object of this.in(namespace)) {
        for (const label of Object.keys(object.labels)) {
          append(pairs, `${label}=${object.labels[label]}`, object);
        }
      }
      this.byPair.set(key, pairs);
    }
    return pairs;
  }
}

/** Appends a value to the list under a key. */
export function append<K, V>(table: Map<K, V[]>, key: K, value: V): void {
  const values = table.get(key);
  if (values === undefined) {
    table.set(key, [value]);
  } else {
    values.push(value);
  }
}
