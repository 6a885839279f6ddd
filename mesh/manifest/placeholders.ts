import { type Fields, fieldsOf } from '../model/narrowing.js';

/** Something that a program fills in before an object is sent: of Helm, of Kustomize, of a shell. */
const inNames = /\{\{[^{}]{0,200}\}\}|\$\{\w{1,200}\}|\$\(\w{1,200}\)/;
/** What only Helm fills in; other programs (Prometheus, Argo) use braces in texts as well. */
const ofHelm =
  /\{\{-?\s{0,8}(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|template|tpl|toYaml|required)\s)[^{}]{0,200}\}\}/;

/** Whether a text may hold a placeholder: asked before the objects are looked at. */
export function mayHavePlaceholders(text: string): boolean {
  return text.includes('{{') || text.includes('${') || text.includes('$(');
}

/**
 * The first placeholder of an object that is still a template: in its name or namespace, or one of Helm anywhere but in annotations and data,
 * whose texts may be meant for another program.
 */
export function placeholderOf(fields: Fields): string | undefined {
  const { name, namespace, labels } = fieldsOf(fields['metadata']);
  for (const text of [name, namespace]) {
    const found = typeof text === 'string' ? inNames.exec(text) : null;
    if (found !== null) {
      return found[0];
    }
  }
  const { metadata: _metadata, data: _data, stringData: _stringData, ...rest } = fields;
  return helmPlaceholder(labels) ?? helmPlaceholder(rest);
}

function helmPlaceholder(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return ofHelm.exec(value)?.[0];
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const part of Object.values(value)) {
    const found = helmPlaceholder(part);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Whether a text that is no YAML is a template: something in double braces. */
export function isTemplate(text: string): boolean {
  const opening = text.indexOf('{{');
  return opening >= 0 && text.includes('}}', opening);
}

const kindsOfMesh = [
  ...[
    'Namespace',
    'Service',
    'Pod',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Job',
    'CronJob',
    'Rollout',
  ],
  ...['Endpoints', 'EndpointSlice', 'ServiceAccount', 'ConfigMap', 'Secret', 'Ingress', 'NetworkPolicy', 'List'],
];
const ofMesh = new RegExp(
  `^[ \\t-]*"?apiVersion"?:.*(?:istio\\.io|gateway\\.networking\\.k8s\\.io|alibabacloud\\.com)/|^[ \\t-]*"?kind"?: *"?(?:${kindsOfMesh.join('|')})\\b`,
  'm',
);

/** Whether the text of a document that cannot be read seems to hold an object that takes part in a mesh. */
export function mayBeOfMesh(text: string): boolean {
  return ofMesh.test(text);
}
