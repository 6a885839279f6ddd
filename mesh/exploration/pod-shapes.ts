import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { fieldsListOf, fieldsOf, labelsOf, textListOf } from '../model/narrowing.js';
import { PushContext } from '../proxy/push-context.js';

/** Labels that configuration asks of callers: of routes, Sidecars, DestinationRules and NetworkPolicies; the empty ones come first. */
export function labelsOfCallers(meshes: readonly Mesh[]): readonly Labels[] {
  const found = new Map<string, Labels>([['{}', {}]]);
  const note = (labels: Labels | undefined): void => {
    if (labels !== undefined) {
      found.set(JSON.stringify(Object.entries(labels).sort()), labels);
    }
  };
  for (const mesh of meshes) {
    for (const { http, tls, tcp } of PushContext.of(mesh).sources) {
      for (const { sourceLabels } of [...http, ...tls, ...tcp].flatMap(({ matches }) => [...matches])) {
        note(Object.keys(sourceLabels).length > 0 ? sourceLabels : undefined);
      }
    }
    for (const { selector } of [...mesh.sidecars, ...mesh.destinationRules]) {
      note(selector);
    }
    for (const { spec } of mesh.networkPolicies === 'ignored'
      ? []
      : mesh.objectsOf('networking.k8s.io', 'NetworkPolicy')) {
      const peers = fieldsListOf(spec['ingress']).flatMap(({ from }) => fieldsListOf(from));
      for (const selector of [spec['podSelector'], ...peers.map(({ podSelector }) => podSelector)]) {
        note(selector === undefined ? undefined : labelsThatFit(fieldsOf(selector)));
      }
    }
  }
  return [...found.values()];
}

/** Labels that a selector of Kubernetes selects. */
function labelsThatFit(selector: ReturnType<typeof fieldsOf>): Labels {
  const expressions = fieldsListOf(selector['matchExpressions']).flatMap(({ key, operator, values }) =>
    typeof key === 'string' && (operator === 'In' || operator === 'Exists')
      ? [[key, textListOf(values)[0] ?? 'x'] as const]
      : [],
  );
  return { ...Object.fromEntries(expressions), ...labelsOf(selector['matchLabels']) };
}
