import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/config-object.js';

/** A VirtualService with its `spec` by type. */
export type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;
/** One `http` entry of a VirtualService. */
export type HttpRouteSpec = NonNullable<IstioSpecs['VirtualService']['http']>[number];
/** One `match` of an `http` entry. */
export type HttpMatchSpec = NonNullable<HttpRouteSpec['match']>[number];

/** An `http` entry with where it was written, which for the rules of a delegate is another VirtualService. */
export interface PlacedRule {
  readonly route: HttpRouteSpec;
  readonly label: string;
  readonly owner: VirtualService;
}
