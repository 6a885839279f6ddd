import { percent } from '../model/percent.js';
import type { Edge, Node } from '../model/report-data.js';

/** The lines of a node: its name, and its versions where it has several. */
export function nodeLabel({ name, versions }: Node): readonly string[] {
  const rows = versions.length < 2 ? [] : versions;
  return [
    name,
    ...rows.map(({ workload, share }) => {
      const short = workload.slice(workload.indexOf('/') + 1);
      return share === null ? short : `${short} ${percent(share)}`;
    }),
  ];
}

/** What an edge says besides its line: that it is refused, its share, and that not all is known. */
export function edgeLabel({ state, share, unknowns }: Edge): string {
  const words =
    state === 'denied' ? 'denied' : [state === 'plain' ? 'plain text' : '', share < 1 ? percent(share) : ''];
  return [words, unknowns > 0 ? '?' : ''].flat().filter(Boolean).join(' ');
}
