import { type ApiObject, App } from 'cdk8s';
import { groupOf, type Manifest, schemaViolations, valueAt } from '../../mesh/index.js';
import {
  DNS_LABEL_RULE,
  DNS_SUBDOMAIN_RULE,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  LABEL_VALUE_RULE,
} from '../kubernetes-names.js';
import { isLateToken, isLateValue, lateValueProblems, mayHoldLateValues } from '../late-value.js';

/** cdk8s's own resolvers; more than these means that somebody added one and expects it to be called. */
const BUILT_IN_RESOLVERS = new App().resolvers.length;

/** Whether the app of an object has resolvers of its own, as when Outputs are filled in by a deployment. */
export function hasOwnResolvers(object: ApiObject): boolean {
  return App.of(object).resolvers.length !== BUILT_IN_RESOLVERS;
}

/** Everything that an API server would refuse in an object, and late values out of place; each with what to do. */
export function manifestProblems(object: ApiObject, manifest: Manifest): string[] {
  const name = `${object.kind} ${object.name}`;
  const policy = hasOwnResolvers(object) ? 'filled' : 'refused';
  const late = mayHoldLateValues(manifest) ? lateValueProblems(manifest, object.node.path, policy) : [];
  const messages = late.map(({ place, message, mend }) => `${name}: ${place}: ${message}; ${mend}`);
  for (const { field, message, allowed } of schemaViolations(manifest)) {
    const value = valueAt(manifest, field);
    // What a late value will be is not known yet, so its type is no violation.
    if (!isLateToken(value) && !isLateValue(value)) messages.push(`${name}: ${field} ${message}; ${allowed}`);
  }
  messages.push(...nameProblems(manifest).map((message) => `${name}: ${message}`));
  // No schema says what the value of a label may be.
  for (const [label, value] of Object.entries(manifest.metadata.labels ?? {})) {
    if (typeof value !== 'string' || isLabelValue(value) || isLateToken(value)) continue;
    messages.push(`${name}: metadata.labels.${label} is '${value}'; ${LABEL_VALUE_RULE}`);
  }
  return messages;
}

/**
 * What no schema says of names (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). Services have a stricter rule,
 * which {@link MeshService} says; names of roles may have any characters but slashes.
 */
function nameProblems({ apiVersion, kind, metadata }: Manifest): string[] {
  const { name, namespace } = metadata;
  const problems: string[] = [];
  const isOdd = (text: unknown, rule: (text: string) => boolean): text is string =>
    typeof text === 'string' && !isLateToken(text) && !rule(text);
  if (kind === 'Namespace') {
    if (isOdd(name, isDnsLabel)) problems.push(`metadata.name is '${name}'; ${DNS_LABEL_RULE}`);
  } else if (groupOf(apiVersion) !== 'rbac.authorization.k8s.io' && kind !== 'Service') {
    if (isOdd(name, isDnsSubdomain)) problems.push(`metadata.name is '${name}'; ${DNS_SUBDOMAIN_RULE}`);
  }
  if (isOdd(namespace, isDnsLabel)) problems.push(`metadata.namespace is '${namespace}'; ${DNS_LABEL_RULE}`);
  return problems;
}
