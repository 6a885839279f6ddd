import { drawn } from '../layout/drawings.js';
import type { PlacedEdge, PlacedNode, View } from '../layout/view.js';
import type { Edge, Node } from '../model/report-data.js';
import type { App } from './app.js';

/** Space between the columns and the rows of the picture of one service. */
const [columnGap, rowGap] = [190, 26];

/** The picture of one node: those that call it on its left, those that it calls on its right. */
export function viewAround({ nodes, edges }: App, id: string): View | undefined {
  const centre = nodes.get(id);
  if (centre === undefined) {
    return undefined;
  }
  const near = [...edges.values()].filter(({ from, to }) => from === id || to === id);
  const find = (ids: readonly string[]): readonly Node[] =>
    [...new Set(ids)].flatMap((one) => (one === id ? [] : (nodes.get(one) ?? [])));
  const callers = find(near.map(({ from }) => from));
  const callees = find(near.map(({ to }) => to)).filter((node) => !callers.includes(node));
  const columns = [callers, [centre], callees].map((column) => column.map((node) => drawn(node)));
  const heights = columns.map((column) => column.reduce((sum, { height }) => sum + height + rowGap, -rowGap));
  const height = Math.max(...heights);
  const placed = new Map<string, PlacedNode>();
  let x = 0;
  for (const [index, column] of columns.entries()) {
    const width = Math.max(0, ...column.map((node) => node.width));
    let y = (height - (heights[index] ?? 0)) / 2;
    for (const { id: name, width: own, height: size } of column) {
      placed.set(name, { id: name, x: x + (width - own) / 2, y, width: own, height: size });
      y += size + rowGap;
    }
    x += column.length === 0 ? 0 : width + columnGap;
  }
  return {
    id: 'around',
    width: Math.max(0, x - columnGap),
    height,
    groups: [],
    nodes: [...placed.values()],
    edges: near.flatMap((edge) => placedEdge(edge, placed)),
  };
}

function placedEdge({ id, from, to }: Edge, placed: ReadonlyMap<string, PlacedNode>): readonly PlacedEdge[] {
  const [one, other] = [placed.get(from), placed.get(to)];
  if (one === undefined || other === undefined) {
    return [];
  }
  const isForward = one.x < other.x;
  const [startX, endX] = isForward ? [one.x + one.width, other.x - 4] : [one.x, other.x + other.width + 4];
  const [startY, endY] = [one.y + one.height / 2, other.y + other.height / 2];
  const bend = (endX - startX) / 2;
  const path = `M${startX},${startY}C${startX + bend},${startY} ${endX - bend},${endY} ${endX},${endY}`;
  return [{ id, from, to, path, x: (startX + endX) / 2, y: (startY + endY) / 2, edges: [id] }];
}
