import type { View } from '../layout/view.js';
import type { App } from './app.js';
import { viewAround } from './around.js';
import { h, svg } from './dom.js';
import { arrowTips, edgeShape } from './edge-shape.js';
import { moveFocus } from './keyboard.js';
import { legend } from './legend.js';
import { nodeShape } from './node-shape.js';
import { Viewport } from './viewport.js';

/** The drawn topology: one view at a time, with what is selected and what filters ask for. */
export class Picture {
  readonly element: HTMLElement;
  private readonly chooser: HTMLSelectElement;
  private readonly stage: HTMLElement;
  private readonly count: HTMLElement;
  private shown: View | undefined;
  private viewport: Viewport | undefined;

  constructor(private readonly app: App) {
    this.chooser = h('select', { id: 'view', onchange: () => app.go({ view: this.chooser.value }) });
    this.stage = h('div', { class: 'stage' });
    this.count = h('span', { class: 'count', role: 'status', 'aria-live': 'polite' });
    this.element = h(
      'div',
      { class: 'picture' },
      h(
        'div',
        { class: 'tools' },
        h('label', { for: 'view' }, 'Show'),
        this.chooser,
        button('+', 'Zoom in', () => this.viewport?.zoom(1 / 1.3)),
        button('−', 'Zoom out', () => this.viewport?.zoom(1.3)),
        button('Fit', 'Fit the picture', () => this.viewport?.fit()),
        this.count,
      ),
      this.stage,
      legend(app.data.comparison !== null),
    );
  }

  /** Draws what the state asks for; what is drawn already only gets new marks. */
  update(): void {
    const view = this.viewOf();
    if (view !== this.shown && (view?.id !== 'around' || this.shown?.id !== 'around' || view.nodes.length > 0)) {
      this.draw(view);
    }
    this.mark();
  }

  private viewOf(): View | undefined {
    const { view, node } = this.app.state;
    const [first] = this.app.views;
    return (
      (view === 'around' && node !== '' ? viewAround(this.app, node) : this.app.views.find(({ id }) => id === view)) ??
      first
    );
  }

  private draw(view: View | undefined): void {
    this.shown = view;
    this.fillChooser(view);
    if (view === undefined) {
      return;
    }
    const drawing = svg(
      'svg',
      { class: 'drawing', role: 'group', 'aria-label': `Topology: ${viewName(view.id)}` },
      arrowTips(),
      ...view.groups.map(({ namespace, x, y, width, height }) =>
        svg(
          'g',
          { class: 'group' },
          svg('rect', { x, y, width, height, rx: 10 }),
          svg('text', { x: x + 12, y: y + 19 }, namespace),
        ),
      ),
      svg('g', {}, ...view.edges.map((edge) => edgeShape(this.app, edge))),
      svg('g', {}, ...view.nodes.map((node) => nodeShape(this.app, node))),
    );
    drawing.addEventListener('click', (event) => this.choose(event.target));
    drawing.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        this.choose(event.target);
      } else if (moveFocus(event, view, drawing)) {
        event.preventDefault();
      }
    });
    this.stage.replaceChildren(drawing);
    this.viewport = new Viewport(drawing, view);
  }

  private choose(target: EventTarget | null): void {
    const element = target instanceof Element ? target.closest('[data-id]') : null;
    const id = element?.getAttribute('data-id') ?? '';
    const edge = element?.getAttribute('data-edge') ?? '';
    if (this.viewport?.wasDragged === true) {
      return;
    }
    if (id.startsWith('ns:')) {
      this.app.go({ view: id, node: '', edge: '' });
    } else if (id === 'hosts' || id === '') {
      this.app.go({ node: '', edge: '' });
    } else if (edge !== '') {
      this.app.go({ edge, node: '' });
    } else {
      this.app.go({ node: id, edge: '' });
    }
  }

  private fillChooser(view: View | undefined): void {
    const { node } = this.app.state;
    const ids = [...this.app.views.map(({ id }) => id), ...(node === '' ? [] : ['around'])];
    const options = ids.map((id) => h('option', { value: id }, id === 'around' ? `around ${node}` : viewName(id)));
    this.chooser.replaceChildren(...options);
    this.chooser.value = view?.id ?? '';
  }

  /** Marks what is selected, and pales what filters leave out. */
  private mark(): void {
    const { node: selected, edge: chosen } = this.app.state;
    this.fillChooser(this.shown);
    const { nodes, edges } = this.app;
    const wanted = (id: string): boolean => {
      const node = nodes.get(id);
      return node === undefined
        ? [...nodes.values()].some((one) => `ns:${one.namespace}` === id && this.app.isWanted(one))
        : this.app.isWanted(node);
    };
    const near = new Set<string>([selected]);
    for (const { id, from, to } of edges.values()) {
      if (from === selected || to === selected || id === chosen) {
        near.add(from).add(to);
      }
    }
    for (const element of this.stage.querySelectorAll('.node')) {
      const id = element.getAttribute('data-id') ?? '';
      element.classList.toggle('selected', id === selected);
      const isFar = (selected !== '' || chosen !== '') && nodes.has(id) && !near.has(id);
      element.classList.toggle('pale', (this.app.isFiltered && !wanted(id)) || isFar);
      element.classList.toggle('found', this.app.isFiltered && wanted(id));
    }
    for (const placed of this.shown?.edges ?? []) {
      const element = this.stage.querySelector(`.edge[data-id="${CSS.escape(placed.id)}"]`);
      const isChosen = placed.edges.includes(chosen);
      const touches = placed.from === selected || placed.to === selected;
      const isFar = (selected !== '' && !touches) || (chosen !== '' && !isChosen);
      element?.classList.toggle('selected', isChosen);
      element?.classList.toggle('pale', isFar || (this.app.isFiltered && !wanted(placed.from) && !wanted(placed.to)));
    }
    const found = [...nodes.values()].filter((node) => this.app.isWanted(node)).length;
    this.count.textContent = this.app.isFiltered
      ? `${found} of ${nodes.size} found`
      : `${nodes.size} nodes, ${edges.size} edges`;
  }
}

/** What a view is called. */
export function viewName(id: string): string {
  return id === 'all' ? 'everything' : id === 'overview' ? 'all namespaces' : id.replace(/^ns:/, 'namespace ');
}

function button(text: string, label: string, onclick: () => void): HTMLButtonElement {
  return h('button', { type: 'button', 'aria-label': label, title: label, onclick }, text);
}
