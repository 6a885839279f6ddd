import { asText, type Fields, fieldsOf } from './narrowing.js';
import type { MeshObject } from './object.js';

/** Name of the ConfigMap with the settings of the injector without a revision; with one it ends in `-revision`. */
export const injectorName = 'istio-sidecar-injector';

/** Whether an object has the settings of an injector of Istio, which `istioctl` and Helm write. */
export function isInjectorSettings({ group, kind, name }: MeshObject): boolean {
  return group === '' && kind === 'ConfigMap' && name.startsWith(injectorName);
}

/** The settings of an injector: the `values` of its ConfigMap, empty when they are not JSON. */
export function injectorSettings({ fields }: MeshObject): Fields {
  try {
    return fieldsOf(JSON.parse(asText(fieldsOf(fields['data'])['values']) ?? ''));
  } catch {
    return {};
  }
}

/** Whether an injector gives a proxy to the pods of namespaces whose labels say nothing. */
export function injectsByDefault(object: MeshObject): boolean {
  return (
    isInjectorSettings(object) &&
    object.name === injectorName &&
    fieldsOf(injectorSettings(object)['sidecarInjectorWebhook'])['enableNamespacesByDefault'] === true
  );
}
