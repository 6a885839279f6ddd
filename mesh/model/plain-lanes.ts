import type { Manifest } from '../manifest/resource.js';
import { manifestsOfLaneGroup } from './lane-manifests.js';
import { MeshObject } from './object.js';

/**
 * The VirtualServices and DestinationRules that keep requests in the lanes of a group, for a mesh whose control plane does not know lanes.
 *
 * @param group an ASMSwimLaneGroup
 * @param lanes the ASMSwimLanes of it, each of whose services has pods
 */
export function plainLanes(group: Manifest, lanes: readonly Manifest[]): readonly Manifest[] {
  const objectOf = (manifest: Manifest): MeshObject =>
    new MeshObject({ manifest, path: '', target: { name: '', role: 'all' } }, '');
  return manifestsOfLaneGroup(objectOf(group), lanes.map(objectOf), () => true);
}
