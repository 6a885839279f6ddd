import type { MeshObject } from '../model/index.js';

/**
 * Whether an object is a part of Istio itself, such as a gateway that Istio's chart installs: by the labels `istio`, `release: istio` or
 * `app.kubernetes.io/part-of: istio` of the object, or of pods.
 */
export function isOfIstio({ labels }: Pick<MeshObject, 'labels'>): boolean {
  return (
    labels['istio'] !== undefined || labels['release'] === 'istio' || labels['app.kubernetes.io/part-of'] === 'istio'
  );
}
