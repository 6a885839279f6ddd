import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { Drawing, DrawnNode, PlacedEdge, PlacedGroup, PlacedNode, View } from './view.js';

/** Space around and between the cells of a grid, in pixels. */
const gap = 16;

/** Nodes without edges that stand in a grid, as soon as there are as many in a group. */
const leastGrid = 3;

/** Graphviz measures in inches of 72 points; a point is a pixel here. */
const inch = 72;

/** What a layout of Graphviz says as JSON (https://graphviz.org/docs/outputs/json/). */
interface Laid {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly bb?: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly pos?: string }[];
}

/** A grid of nodes that Graphviz takes for one. */
interface Grid {
  readonly nodes: readonly DrawnNode[];
  readonly group: string;
  readonly columns: number;
  readonly cell: { readonly width: number; readonly height: number };
}

/**
 * Places the nodes and edges of drawings by the layout `dot` of Graphviz, in layers from callers to those that they call. The same drawings
 * have the same places.
 */
export async function placeAll(drawings: readonly Drawing[]): Promise<readonly View[]> {
  const graphviz = await Graphviz.load();
  return drawings.map((drawing) => place(graphviz, drawing));
}

function place(graphviz: Graphviz, drawing: Drawing): View {
  const grids = gridsOf(drawing);
  const inGrid = new Set(grids.flatMap(({ nodes }) => nodes));
  const single = drawing.nodes.filter((node) => !inGrid.has(node));
  const laid = JSON.parse(graphviz.layout(dotOf(drawing, single, grids), 'json', 'dot')) as Laid;
  const [, , width = 0, height = 0] = numbers(laid.bb);
  const positions = new Map(
    (laid.objects ?? []).flatMap(({ name, pos }) => (pos === undefined ? [] : [[name, numbers(pos)] as const])),
  );
  const corner = (name: string, size: { readonly width: number; readonly height: number }) => {
    const [x = 0, y = 0] = positions.get(name) ?? [];
    return { x: round(x - size.width / 2), y: round(height - y - size.height / 2) };
  };
  const nodes = [
    ...single.map(({ group: _, ...node }, index): PlacedNode => ({ ...node, ...corner(`n${index}`, node) })),
    ...grids.flatMap((grid, index) => expanded(grid, corner(`g${index}`, sizeOf(grid)))),
  ];
  const groups = groupsOf(drawing);
  return {
    id: drawing.id,
    width: round(width),
    height: round(height),
    groups: (laid.objects ?? []).flatMap(({ name, bb }): readonly PlacedGroup[] => {
      const namespace = groups[Number(/^cluster_(\d+)$/.exec(name)?.[1] ?? -1)];
      const [left = 0, low = 0, right = 0, high = 0] = numbers(bb ?? '');
      return namespace === undefined || bb === undefined
        ? []
        : [
            {
              namespace,
              x: round(left),
              y: round(height - high),
              width: round(right - left),
              height: round(high - low),
            },
          ];
    }),
    nodes,
    edges: drawing.edges.map((edge, index): PlacedEdge => {
      const points = pointsOf(laid.edges?.[index]?.pos ?? '', height);
      const [x = 0, y = 0] = points[Math.floor(points.length / 2)] ?? [];
      return { id: `${edge.from} → ${edge.to}`, ...edge, path: pathOf(points), x, y };
    }),
  };
}

/** Names of manifests do not get into the text: nodes are numbered. */
function dotOf(drawing: Drawing, single: readonly DrawnNode[], grids: readonly Grid[]): string {
  const names = new Map(single.map(({ id }, index) => [id, `n${index}`]));
  const box = (name: string, width: number, height: number): string =>
    `${name} [width=${(width / inch).toFixed(4)} height=${(height / inch).toFixed(4)}];`;
  const boxes = (group: string): readonly string[] => [
    ...single.flatMap((node, index) => (node.group === group ? [box(`n${index}`, node.width, node.height)] : [])),
    ...grids.flatMap((grid, index) =>
      grid.group === group ? [box(`g${index}`, sizeOf(grid).width, sizeOf(grid).height)] : [],
    ),
  ];
  const clusters = groupsOf(drawing).map(
    (group, index) =>
      `subgraph cluster_${index} { margin=22; label="namespace"; fontsize=16; ${boxes(group).join(' ')} }`,
  );
  const lines = drawing.edges.map(({ from, to }) => `${names.get(from)} -> ${names.get(to)};`);
  const isLarge = drawing.edges.length > 150;
  return [
    'digraph {',
    `rankdir=LR; nodesep=0.22; ranksep=${isLarge ? 1.6 : 1}; splines=${isLarge ? 'line' : 'true'};`,
    ...(isLarge ? ['nslimit=1; nslimit1=1; mclimit=0.3;'] : []),
    'node [shape=box fixedsize=true label=""]; edge [arrowsize=0.6];',
    ...boxes(''),
    ...clusters,
    ...lines,
    '}',
  ].join('\n');
}

function groupsOf({ nodes }: Drawing): readonly string[] {
  return [...new Set(nodes.map(({ group }) => group))].filter((group) => group !== '').sort();
}

/** Nodes that no edge leads to or from would stand in one long column. */
function gridsOf({ nodes, edges }: Drawing): readonly Grid[] {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = new Map<string, DrawnNode[]>();
  for (const node of nodes.filter(({ id }) => !joined.has(id))) {
    alone.set(node.group, [...(alone.get(node.group) ?? []), node]);
  }
  return [...alone].flatMap(([group, members]): readonly Grid[] => {
    if (members.length < leastGrid) {
      return [];
    }
    const cell = {
      width: Math.max(...members.map(({ width }) => width)),
      height: Math.max(...members.map(({ height }) => height)),
    };
    const columns = Math.max(
      1,
      Math.round(Math.sqrt((members.length * (cell.height + gap) * 1.8) / (cell.width + gap))),
    );
    return [{ nodes: members, group, columns, cell }];
  });
}

function sizeOf({ nodes, columns, cell }: Grid): { readonly width: number; readonly height: number } {
  const rows = Math.ceil(nodes.length / columns);
  return { width: columns * (cell.width + gap) - gap, height: rows * (cell.height + gap) - gap };
}

function expanded(grid: Grid, { x, y }: { readonly x: number; readonly y: number }): readonly PlacedNode[] {
  const { nodes, columns, cell } = grid;
  return nodes.map(({ group: _, ...node }, index) => ({
    ...node,
    x: round(x + (index % columns) * (cell.width + gap)),
    y: round(y + Math.floor(index / columns) * (cell.height + gap)),
  }));
}

function numbers(text: string): readonly number[] {
  return text.split(/[ ,]/).map(Number);
}

type Point = readonly [x: number, y: number];

/** The points of a spline: `e,` with the end, then the beginning and three points for each curve. */
function pointsOf(pos: string, height: number): readonly Point[] {
  const parts = pos.split(' ').filter((part) => part !== '');
  const end = parts.find((part) => part.startsWith('e,'));
  const points = parts
    .filter((part) => !/^[es],/.test(part))
    .map((part): Point => {
      const [x = 0, y = 0] = numbers(part);
      return [round(x), round(height - y)];
    });
  const [x, y] = end === undefined ? [] : numbers(end.slice(2));
  return x === undefined || y === undefined ? points : [...points, [round(x), round(height - y)]];
}

/** Curves, and a line to the tip of the arrow. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return '';
  }
  const curves = rest.length - (rest.length % 3);
  const text = (some: readonly Point[]): string => some.map(([x, y]) => `${x},${y}`).join(' ');
  const tail = rest.slice(curves);
  return `M${text([first])}${curves > 0 ? `C${text(rest.slice(0, curves))}` : ''}${tail.length > 0 ? `L${text(tail)}` : ''}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
