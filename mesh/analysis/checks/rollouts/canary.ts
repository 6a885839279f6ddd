import { asText, type Fields, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';

/** A Canary of Flagger (https://docs.flagger.app/usage/how-it-works). */
export interface Canary {
  readonly object: MeshObject;
  /** Name of the objects that Flagger makes, with `-primary` and `-canary` after it for those of one version. */
  readonly apex: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly service: Fields;
}

/** The Canaries for Istio. */
export function readCanaries(mesh: Mesh): readonly Canary[] {
  return mesh.objectsOf('flagger.app', 'Canary').flatMap((object): readonly Canary[] => {
    const { provider, targetRef, service } = object.spec;
    if (provider !== undefined && provider !== 'istio') {
      return [];
    }
    const { kind, name } = fieldsOf(targetRef);
    const target = { kind: asText(kind) ?? 'Deployment', name: asText(name) ?? '' };
    const apex = asText(fieldsOf(service)['name']) ?? target.name;
    return [{ object, apex, target, service: fieldsOf(service) }];
  });
}
