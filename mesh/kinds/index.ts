import type { Schema } from '../validation/schema/schema.js';
import { asmKinds } from './asm.js';
import { gatewayApiKinds } from './gateway-api.js';
import { istioKinds } from './istio.js';
import type { Kind } from './kind.js';
import { kubernetesKinds } from './kubernetes.js';
import { otherKinds } from './other.js';
import { PHASES } from './phases.js';

export { asmGroup } from './asm.js';
export { type GatewayApiSpecs, gatewayApiGroup } from './gateway-api.js';
export type { IstioSpecs } from './istio.js';
export type { AsmDemands, Kind, Plane } from './kind.js';
export { PHASES, type Phase } from './phases.js';

/** Every kind that the program knows. */
export const allKinds: readonly Kind[] = [
  ...kubernetesKinds,
  ...otherKinds,
  ...istioKinds,
  ...gatewayApiKinds,
  ...asmKinds,
];

const byGroup = new Map<string, Map<string, Kind>>();
for (const row of allKinds) {
  const ofGroup = byGroup.get(row.group) ?? new Map<string, Kind>();
  byGroup.set(row.group, ofGroup.set(row.kind, row));
}

/** The row of a kind; undefined for one that is unknown here. The core group is `''`. */
export function kindOf(group: string, kind: string): Kind | undefined {
  return byGroup.get(group)?.get(kind);
}

/** The kinds of a group, none for a group that is unknown here. */
export function kindsOfGroup(group: string): readonly Kind[] {
  return [...(byGroup.get(group)?.values() ?? [])];
}

/** The schema of an object of a kind, that of the preferred version where its own is not served; undefined when the fields are not known here. */
export function schemaOf(row: Kind | undefined, apiVersion: string): Schema | undefined {
  if (row?.fields === undefined) {
    return undefined;
  }
  const { fields, fieldsOf, group, versions, kind } = row;
  const preferred = group === '' ? versions[0] : `${group}/${versions[0]}`;
  return fields.rootAt(fieldsOf ?? `${apiVersion}/${kind}`) ?? fields.rootAt(`${preferred}/${kind}`);
}

const configuring: ReadonlySet<Kind> = new Set<Kind>([...istioKinds, ...gatewayApiKinds]);

/** Whether objects of a kind configure the mesh and are read by Istio's control plane: an Istio or Gateway API kind. */
export function isConfiguration(row: Kind | undefined): boolean {
  return row !== undefined && configuring.has(row);
}

const ofIstio: ReadonlySet<Kind> = new Set<Kind>(istioKinds);

/** Whether a kind is one of Istio's own. */
export function isIstioKind(row: Kind | undefined): boolean {
  return row !== undefined && ofIstio.has(row);
}

/** Groups of the Istio APIs by kind. */
export const istioGroups = Object.fromEntries(istioKinds.map(({ kind, group }) => [kind, group])) as Readonly<
  Record<(typeof istioKinds)[number]['kind'], string>
>;

/** The names of the kinds that ACK One propagates from the fleet to the ASM instance (Alibaba Cloud, ACK One with ASM), sorted. */
export const fleetKinds: readonly string[] = allKinds
  .filter(({ fleet }) => fleet === 'propagates')
  .map(({ kind }) => kind)
  .sort();

const ranks: ReadonlyMap<Kind, number> = new Map(
  PHASES.flatMap((phase, index) =>
    allKinds.filter((row) => row.phase === phase).map((row, position) => [row, index * 100 + position] as const),
  ),
);

/**
 * Place of a kind in the order of creation, for sorting: a later phase has higher ranks. A kind that is unknown here is a workload, and
 * comes after the known ones.
 */
export function creationRankOf(row: Kind | undefined): number {
  return (row === undefined ? undefined : ranks.get(row)) ?? PHASES.indexOf('workload') * 100 + 99;
}
