import { type ApiObject, App } from 'cdk8s';
import { fieldPath, type Manifest, validateConfiguration, valueAt } from '../../mesh/index.js';
import { isLateToken, isLateValue, lateValueProblems, mayHoldLateValues } from '../late-value.js';
import { MeshChart } from '../mesh-chart.js';

/** cdk8s's own resolvers; more than these means that somebody added one and expects it to be called. */
const BUILT_IN_RESOLVERS = new App().resolvers.length;

/** Whether the app of an object has resolvers of its own, as when Outputs are filled in by a deployment. */
export function hasOwnResolvers(object: ApiObject): boolean {
  return App.of(object).resolvers.length !== BUILT_IN_RESOLVERS;
}

/**
 * Everything that an API server would refuse in an object, in the words in which `analyze` says it of a file, and late values out of
 * place; each with what to do.
 */
export function manifestProblems(object: ApiObject, manifest: Manifest): string[] {
  const name = `${object.kind} ${object.name}`;
  const policy = hasOwnResolvers(object) ? 'filled' : 'refused';
  const late = mayHoldLateValues(manifest) ? lateValueProblems(manifest, object.node.path, policy) : [];
  const messages = late.map(({ place, message, fix }) => `${name}: ${place}: ${message}; ${fix}`);
  const namespace = manifest.metadata.namespace ?? 'default';
  // ASM's API has more than Istio's.
  const isAsm = MeshChart.settingsOf(object).placement.gatewayForm === 'asm';
  for (const { level, path, message } of validateConfiguration(manifest, namespace, { isAsm })) {
    const value = valueAt(manifest, path);
    // What a late value will be is not known yet, so its type is not wrong.
    if (level === 'error' && !isLateToken(value) && !isLateValue(value)) {
      messages.push(`${name}: ${path.length === 0 ? '' : `${fieldPath(path)}: `}${message}`);
    }
  }
  return messages;
}
