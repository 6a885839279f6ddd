import type { PlacedEdge } from '../layout/view.js';
import { percent } from '../model/percent.js';
import type { Edge, EdgeState } from '../model/report-data.js';
import type { App } from './app.js';
import { svg } from './dom.js';

/** How a state is called. */
export const stateWords: Readonly<Record<EdgeState, string>> = {
  encrypted: 'encrypted',
  plain: 'plain text',
  denied: 'denied',
};

/** The drawing of an edge: its line says the state, and a label what the line does not. */
export function edgeShape(app: App, placed: PlacedEdge): SVGGElement {
  const edges = placed.edges.flatMap((id) => app.edges.get(id) ?? []);
  const [first] = edges;
  const state = graveState(edges);
  const change = edges.flatMap(({ id }) => app.changes.get(id)?.change ?? [])[0];
  const label = labelOf(edges, state);
  const isPossible = edges.every(({ kind }) => kind === 'possible');
  const isUnknown = edges.some(({ unknowns }) => unknowns > 0);
  const words = `from ${placed.from} to ${placed.to}: ${stateWords[state]}${label === '' ? '' : `, ${label}`}${isUnknown ? ', not all is known' : ''}${change === undefined ? '' : `, ${change}`}`;
  const share = edges.length === 1 && first !== undefined && state !== 'denied' ? first.share : 1;
  return svg(
    'g',
    {
      class: `edge ${state}${isPossible ? ' possible' : ''}${isUnknown ? ' unknown' : ''}${change === undefined ? '' : ` change-${change}`}`,
      tabindex: 0,
      role: 'button',
      'data-id': placed.id,
      'data-edge': first?.id ?? '',
    },
    svg('title', {}, words),
    svg('path', { class: 'reach', d: placed.path }),
    svg('path', {
      class: 'line',
      d: placed.path,
      'stroke-width': 1.4 + share * 1.2,
      'marker-end': `url(#tip-${change ?? state})`,
    }),
    label !== '' || isUnknown || change !== undefined ? labelShape(placed, label, isUnknown, change) : null,
  );
}

/** The state of several edges that are drawn as one: plain text counts before encryption, and that before what is denied. */
function graveState(edges: readonly Edge[]): EdgeState {
  const states = new Set(edges.map(({ state }) => state));
  return states.has('plain') ? 'plain' : states.has('encrypted') ? 'encrypted' : 'denied';
}

function labelOf(edges: readonly Edge[], state: EdgeState): string {
  const [first] = edges;
  if (edges.length > 1) {
    const denied = edges.filter((edge) => edge.state === 'denied').length;
    return denied > 0 && denied < edges.length ? `${edges.length}, ${denied} denied` : `${edges.length}`;
  }
  if (state === 'denied') {
    return 'denied';
  }
  return first !== undefined && first.share < 1 ? percent(first.share) : '';
}

function labelShape({ x, y }: PlacedEdge, label: string, isUnknown: boolean, change: string | undefined): SVGElement {
  const text = [label, isUnknown ? '?' : '', change ?? ''].filter((part) => part !== '').join(' ');
  const width = text.length * 6.6 + 10;
  return svg(
    'g',
    { class: 'label', transform: `translate(${x},${y})` },
    svg('rect', { x: -width / 2, y: -9, width, height: 17, rx: 8 }),
    svg('text', { y: 4, 'text-anchor': 'middle' }, text),
  );
}

/** The tips of arrows, one for each colour of a line. */
export function arrowTips(): SVGElement {
  const names = ['encrypted', 'plain', 'denied', 'new', 'gone', 'shifted'];
  return svg(
    'defs',
    {},
    ...names.map((name) =>
      svg(
        'marker',
        {
          id: `tip-${name}`,
          class: `tip ${name}`,
          viewBox: '0 0 10 10',
          refX: 9,
          refY: 5,
          markerWidth: 9,
          markerHeight: 9,
          markerUnits: 'userSpaceOnUse',
          orient: 'auto',
        },
        svg('path', { d: 'M0,1L10,5L0,9Z' }),
      ),
    ),
  );
}
