import type { Node, ReportData } from '../model/report-data.js';
import type { Drawing, DrawnEdge, DrawnNode } from './view.js';

/** The most nodes that are drawn in one picture; a larger mesh begins with its namespaces. */
const wholePicture = 60;

/** Rows of versions that a node shows; `n more` stands for the others. */
export const shownVersions = 5;

/** Height of the head of a node, and of each row below it, in pixels. */
export const headHeight = 40;
export const rowHeight = 20;

/** The pictures of a report: everything where that can be read, else the namespaces; and one of each namespace. */
export function drawingsOf(report: ReportData): readonly Drawing[] {
  const data = withGone(report);
  const isSmall = data.nodes.length <= wholePicture;
  const first = isSmall ? everything(data) : overview(data);
  const ofNamespaces = isSmall && data.namespaces.length < 2 ? [] : data.namespaces;
  return [first, ...ofNamespaces.map((namespace) => neighbourhood(data, namespace))];
}

/** A report with the nodes and edges that were there before. */
function withGone(data: ReportData): ReportData {
  const { goneNodes = [], goneEdges = [] } = data.comparison ?? {};
  return { ...data, nodes: [...data.nodes, ...goneNodes], edges: [...data.edges, ...goneEdges] };
}

function everything({ nodes, edges }: ReportData): Drawing {
  return {
    id: 'all',
    nodes: nodes.map(drawn),
    edges: edges.map(({ id, from, to }) => ({ from, to, edges: [id] })),
  };
}

/** Namespaces as single nodes, with the Internet, the gateways and the hosts outside. */
function overview({ nodes, edges, namespaces }: ReportData): Drawing {
  const placeOf = new Map(nodes.map((node) => [node.id, overviewPlace(node)]));
  const kept = nodes.filter(({ id }) => placeOf.get(id) === id);
  const collapsed = namespaces.filter((namespace) => nodes.some(({ id }) => placeOf.get(id) === `ns:${namespace}`));
  const hosts = nodes.some(({ kind }) => kind === 'host') ? [{ ...box('hosts', 170, 60), group: '' }] : [];
  return {
    id: 'overview',
    nodes: [
      ...kept.map((node) => ({ ...drawn(node), group: '' })),
      ...collapsed.map((namespace) => ({ ...box(`ns:${namespace}`, textWidth(namespace, 190), 76), group: '' })),
      ...hosts,
    ],
    edges: joined(edges.map(({ id, from, to }) => [placeOf.get(from) ?? from, placeOf.get(to) ?? to, id])),
  };
}

function overviewPlace({ id, kind, namespace }: Node): string {
  return kind === 'internet' || kind === 'gateway' ? id : kind === 'host' ? 'hosts' : `ns:${namespace}`;
}

/** The nodes of a namespace, and what they have to do with; other namespaces are single nodes, and left out of a large picture. */
function neighbourhood({ nodes, edges }: ReportData, namespace: string): Drawing {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placeOf = (id: string): string => {
    const node = byId.get(id);
    const isOwn =
      node === undefined || node.namespace === namespace || node.namespace === '' || node.kind === 'gateway';
    return isOwn ? id : `ns:${node.namespace}`;
  };
  const isIn = (id: string): boolean => byId.get(id)?.namespace === namespace;
  const own = nodes.filter(({ id }) => isIn(id));
  // Where many services are called from elsewhere, the lines of single calls would hide those of the namespace.
  const isLarge = own.length > wholePicture;
  const isForeign = (id: string): boolean => placeOf(id) !== id;
  const near = edges.filter(
    ({ from, to }) => (isIn(from) || isIn(to)) && !(isLarge && (isForeign(from) || isForeign(to))),
  );
  const gateways = new Set(near.map(({ from }) => from).filter((id) => byId.get(id)?.kind === 'gateway'));
  const entering = edges.filter(({ from, to }) => from === 'internet' && gateways.has(to) && !isIn(to));
  const lines = joined([...near, ...entering].map(({ id, from, to }) => [placeOf(from), placeOf(to), id]));
  const ids = new Set([...own.map(({ id }) => id), ...lines.flatMap(({ from, to }) => [from, to])]);
  return {
    id: `ns:${namespace}`,
    nodes: [...ids].map((id): DrawnNode => {
      const node = byId.get(id);
      return node === undefined
        ? { ...box(id, textWidth(id, 150), 60), group: '' }
        : { ...drawn(node), group: node.namespace === namespace ? namespace : '' };
    }),
    edges: lines,
  };
}

/** Edges with the same ends as one; those that lead back to where they come from are left out. */
function joined(lines: readonly (readonly [from: string, to: string, id: string])[]): readonly DrawnEdge[] {
  const found = new Map<string, { from: string; to: string; edges: string[] }>();
  for (const [from, to, id] of lines) {
    const key = JSON.stringify([from, to]);
    const known = found.get(key) ?? { from, to, edges: [] };
    known.edges.push(id);
    found.set(key, known);
  }
  return [...found.values()].filter(({ from, to }) => from !== to);
}

/** A node with its size. */
export function drawn(node: Node): DrawnNode {
  const { id, kind, name, namespace, versions } = node;
  const rows =
    versions.length < 2 ? 0 : Math.min(versions.length, shownVersions) + (versions.length > shownVersions ? 1 : 0);
  const longest = Math.max(
    name.length,
    ...versions.slice(0, rows).map(({ workload }) => workload.length - namespace.length + 5),
  );
  const width = kind === 'internet' ? 150 : textWidth('x'.repeat(longest), 150);
  return {
    ...box(id, width, headHeight + rows * rowHeight + (rows > 0 ? 6 : 0)),
    group: kind === 'host' ? '' : namespace,
  };
}

function box(id: string, width: number, height: number): Omit<DrawnNode, 'group'> {
  return { id, width, height };
}

/** The width of a box for a text of 13 pixels, within bounds. */
function textWidth(text: string, least: number): number {
  return Math.min(320, Math.max(least, Math.ceil(text.length * 8.2) + 66));
}
