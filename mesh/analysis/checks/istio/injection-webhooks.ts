import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import {
  asText,
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshObject,
  matchesLabelSelector,
  textListOf,
} from '../../../model/index.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { listSome } from '../../wording.js';

const { IST0139 } = istioCodes;
const revisionKey = 'istio.io/rev';

/** A webhook that may inject proxies. */
interface Webhook {
  readonly object: MeshObject;
  readonly index: number;
  /** `configuration/webhook`. */
  readonly id: string;
  readonly fields: Fields;
}

/** Whether the webhooks that inject proxies lead to a Service that exists, and each pod is for at most one of them. */
export const injectionWebhooks: Check = {
  name: 'injection-webhooks',
  types: [IST0139],
  run(mesh, report) {
    const webhooks = webhooksOf(mesh);
    reportOverlaps(webhooks, report);
    for (const { object, index, fields } of webhooks) {
      const service = fieldsOf(fieldsOf(fields['clientConfig'])['service']);
      const name = asText(service['name']) ?? '';
      const namespace = asText(service['namespace']) ?? '';
      const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
      if (
        name !== '' &&
        mesh.find('', 'Service', namespace, name).length === 0 &&
        !mesh.external.hosts.includes(host)
      ) {
        const isElsewhere = Holdings.of(mesh).standing('Service', namespace) === 'elsewhere';
        const assumption = isElsewhere ? assume.host(host) : undefined;
        const problem = `the Service ${namespace}/${name}, which it asks for injection, does not exist, so pods cannot be made or get no proxy`;
        report(IST0139, object, { problem }, ['webhooks', index, 'clientConfig', 'service'], { assumption });
      }
    }
  },
};

/** The webhooks of each configuration that names a revision or has one of Istio's own. */
function webhooksOf(mesh: Mesh): readonly Webhook[] {
  return mesh.objectsOf('admissionregistration.k8s.io', 'MutatingWebhookConfiguration').flatMap((object) => {
    const all = fieldsListOf(object.fields['webhooks']);
    const isOfIstio =
      object.labels[revisionKey] !== undefined ||
      all.some((fields) => nameOf(fields).endsWith('istio.io') || revisionsOf(fields).length > 0);
    return isOfIstio
      ? all.map((fields, index) => ({ object, index, id: `${object.name}/${nameOf(fields)}`, fields }))
      : [];
  });
}

function nameOf(fields: Fields): string {
  return asText(fields['name']) ?? '';
}

/** The revisions that the selectors of a webhook name. */
function revisionsOf(fields: Fields, selectors = ['namespaceSelector', 'objectSelector']): readonly string[] {
  return selectors.flatMap((key) => {
    const { matchLabels, matchExpressions } = fieldsOf(fields[key]);
    const label = labelsOf(matchLabels)[revisionKey];
    const values = fieldsListOf(matchExpressions)
      .filter((expression) => expression['key'] === revisionKey)
      .flatMap((expression) => textListOf(expression['values']));
    return label === undefined ? values : [label, ...values];
  });
}

const namespaceWishes: readonly Labels[] = [{}, { 'istio-injection': 'enabled' }, { 'istio-injection': 'disabled' }];
const podWishes: readonly Labels[] = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
  { 'sidecar.istio.io/inject': 'false' },
];

/** Label sets with each wish, without a revision and with each of these. */
function withRevisions(wishes: readonly Labels[], revisions: Iterable<string>): readonly Labels[] {
  return [
    ...wishes,
    ...[...revisions].flatMap((revision) => wishes.map((wish) => ({ ...wish, [revisionKey]: revision }))),
  ];
}

/** Reports each webhook that is for the same pods as others: of the labels that decide on injection, in each combination. */
function reportOverlaps(webhooks: readonly Webhook[], report: Report): void {
  const ofObjects = webhooks.flatMap(({ object }) => object.labels[revisionKey] ?? []);
  const revisions = new Set([...ofObjects, ...webhooks.flatMap(({ fields }) => revisionsOf(fields))]);
  const told = new Set<string>();
  for (const namespaceLabels of withRevisions(namespaceWishes, revisions)) {
    const fitting = webhooks.filter(({ fields }) => matchesSelector(namespaceLabels, fields['namespaceSelector']));
    for (const podLabels of fitting.length > 1 ? podLabelsFor(fitting, revisions) : []) {
      const both = fitting.filter(({ fields }) => matchesSelector(podLabels, fields['objectSelector']));
      const key = both.map(({ id }) => id).join(' ');
      if (new Set(both.map(({ id }) => id)).size > 1 && !told.has(key)) {
        told.add(key);
        reportOverlap(both, report);
      }
    }
  }
}

/** Labels of pods that the selectors of webhooks tell apart: of the revisions that none of them names, one stands for all. */
function podLabelsFor(webhooks: readonly Webhook[], revisions: ReadonlySet<string>): readonly Labels[] {
  const named = new Set(webhooks.flatMap(({ fields }) => revisionsOf(fields, ['objectSelector'])));
  const other = [...revisions].find((revision) => !named.has(revision));
  return withRevisions(podWishes, other === undefined ? named : [...named, other]);
}

function reportOverlap(webhooks: readonly Webhook[], report: Report): void {
  for (const { object, index, id } of webhooks) {
    const others = [...new Set(webhooks.flatMap((other) => (other.id === id ? [] : [other.id])))].sort();
    const problem = `pods are also for ${listSome(others)}, so they may get two proxies; keep one of them, or let their selectors exclude each other`;
    report(IST0139, object, { problem }, ['webhooks', index]);
  }
}

/** Whether labels fit a selector of a webhook, which fits all where there is none. */
function matchesSelector(labels: Labels, selector: unknown): boolean {
  return selector === undefined || matchesLabelSelector(labels, selector);
}
