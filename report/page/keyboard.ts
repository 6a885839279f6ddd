import type { PlacedNode, View } from '../layout/view.js';

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Moves the focus from a node by an arrow key: along an edge where one leads that way, else to the nearest node. @returns whether the key was meant for that */
export function moveFocus({ key, target }: KeyboardEvent, view: View, drawing: SVGSVGElement): boolean {
  const direction = directions[key];
  const from = view.nodes.find(({ id }) => target instanceof Element && target.getAttribute('data-id') === id);
  if (direction === undefined || from === undefined) {
    return false;
  }
  const ahead = view.nodes.filter((node) => node !== from && distance(from, node, direction) !== undefined);
  const joined = new Set(
    view.edges.flatMap((edge) => (edge.from === from.id ? [edge.to] : edge.to === from.id ? [edge.from] : [])),
  );
  const along = direction[0] === 0 ? [] : ahead.filter(({ id }) => joined.has(id));
  const [next] = [...(along.length > 0 ? along : ahead)].sort(
    (one, other) => (distance(from, one, direction) ?? 0) - (distance(from, other, direction) ?? 0),
  );
  const element = drawing.querySelector(`.node[data-id="${CSS.escape(next?.id ?? '')}"]`);
  if (element instanceof SVGElement) {
    element.focus();
  }
  return true;
}

/** How far a node is in a direction, what is aside counting double; undefined when it is not that way. */
function distance(from: PlacedNode, to: PlacedNode, [dx, dy]: readonly [number, number]): number | undefined {
  const [x, y] = [to.x + to.width / 2 - from.x - from.width / 2, to.y + to.height / 2 - from.y - from.height / 2];
  const [ahead, aside] = dx === 0 ? [y * dy, Math.abs(x)] : [x * dx, Math.abs(y)];
  return ahead > 1 ? ahead + 2 * aside : undefined;
}
