import { creationRankOf, groupOf, kindOf, type Manifest, type Phase } from '../mesh/index.js';

/** The phase of an object (see {@link PHASES}). A kind that is unknown is a workload. */
export function phaseOf({ apiVersion, kind }: Manifest): Phase {
  return kindOf(groupOf(apiVersion), kind)?.phase ?? 'workload';
}

/** Place of an object's kind in the order of creation, for sorting; a later phase has higher ranks. */
export function creationRank({ apiVersion, kind }: Manifest): number {
  return creationRankOf(kindOf(groupOf(apiVersion), kind));
}
