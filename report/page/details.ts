import { percent } from '../model/percent.js';
import type { Edge, Node } from '../model/report-data.js';
import { type App, nameOf } from './app.js';
import { type Child, h } from './dom.js';
import { stateWords } from './edge-shape.js';
import { findingList } from './finding-list.js';
import { versionName } from './node-shape.js';
import { answerText, questionText } from './words.js';

/** The most requests of an edge whose decisions are shown. */
const explainedRequests = 6;

/** The panel beside the picture: what is known of the selected node or edge. */
export function details(app: App): HTMLElement {
  const { node, edge } = app.state;
  const [chosenNode, chosenEdge] = [app.nodes.get(node), app.edges.get(edge)];
  const content: readonly Child[] =
    chosenNode !== undefined
      ? nodeDetails(app, chosenNode)
      : chosenEdge !== undefined
        ? edgeDetails(app, chosenEdge)
        : [];
  return h(
    'aside',
    { class: 'details', 'aria-label': 'Details', hidden: content.length === 0 },
    h(
      'button',
      {
        class: 'close',
        type: 'button',
        'aria-label': 'Close the details',
        onclick: () => app.go({ node: '', edge: '' }),
      },
      '×',
    ),
    ...content,
  );
}

function nodeDetails(app: App, node: Node): readonly Child[] {
  const { id, kind, versions, exposed, policies, findings, ports, clusters } = node;
  const isService = kind === 'service' || kind === 'gateway' || kind === 'host';
  const edges = [...app.edges.values()];
  const routes = app.data.routes.filter(({ service }) => service === id);
  return [
    h('h2', {}, nameOf(node)),
    h(
      'p',
      { class: 'meta' },
      [kind === 'host' ? 'host outside the mesh' : kind, ports.join(', '), clusters.join(', ')]
        .filter(Boolean)
        .join(' · '),
    ),
    h(
      'p',
      {},
      h(
        'button',
        { type: 'button', onclick: () => app.go({ tab: 'picture', view: 'around' }) },
        'Show it with its neighbours',
      ),
    ),
    section(
      'Reached from the Internet at',
      exposed.map((url) => h('li', {}, url)),
    ),
    section(
      'Versions',
      versions.map((version) =>
        h(
          'li',
          { class: 'share' },
          h('span', {}, versionName(node, version)),
          h('meter', {
            min: 0,
            max: 1,
            value: version.share ?? 0,
            'aria-label': `share of ${versionName(node, version)}`,
          }),
          h('b', {}, version.share === null ? '–' : percent(version.share)),
        ),
      ),
    ),
    section(
      'Routes',
      routes.map(({ when, route, timeout, attempts, query, ...answer }) =>
        h(
          'li',
          {},
          h('b', {}, when === '' ? 'any request' : when),
          ` → ${answerText(answer)}`,
          h(
            'small',
            {},
            [route, timeout && `timeout ${timeout}`, attempts !== null && `${attempts} attempts`]
              .filter(Boolean)
              .join(' · '),
          ),
        ),
      ),
    ),
    section(
      'Called by',
      edges.filter(({ to }) => to === id).map((edge) => edgeItem(app, edge, edge.from)),
    ),
    section(
      'Calls',
      edges.filter(({ from }) => from === id).map((edge) => edgeItem(app, edge, edge.to)),
    ),
    kind === 'service' && callersSection(app, id),
    section(
      'Policies',
      policies.map((policy) => h('li', {}, policy)),
    ),
    findings.length > 0 && h('h3', {}, `Findings (${findings.length})`),
    findings.length > 0 && findingList(app, findings),
    isService && impactSection(app, id),
  ];
}

function section(title: string, items: readonly HTMLElement[]): Child {
  return items.length === 0 ? null : [h('h3', {}, title), h('ul', {}, ...items)];
}

function edgeItem(app: App, edge: Edge, other: string): HTMLElement {
  const node = app.nodes.get(other);
  return h(
    'li',
    {},
    h(
      'button',
      { class: 'link', type: 'button', onclick: () => app.go({ edge: edge.id, node: '' }) },
      node === undefined ? other : nameOf(node),
    ),
    h(
      'small',
      { class: edge.state },
      `${stateWords[edge.state]}${edge.kind === 'possible' ? ', may call' : ''}${edge.share > 0 && edge.share < 1 ? `, ${percent(edge.share)}` : ''}`,
    ),
  );
}

/** Every caller, asked of the model when the list is opened: the rows of `asm-blueprints callers`. */
function callersSection(app: App, id: string): HTMLElement {
  const list = h('ul', {});
  const box = h('details', { class: 'lazy' }, h('summary', {}, 'Every workload that can or cannot call it'), list);
  box.addEventListener('toggle', () => {
    if (box.open && list.childElementCount === 0) {
      const rows = app.engine.callersOf(id);
      list.replaceChildren(
        ...rows.map(({ from, to, verdict, policy, mtls }) =>
          h(
            'li',
            {},
            from === 'outside' ? 'any pod without a proxy' : from,
            h(
              'small',
              { class: verdict === 'allowed' ? (mtls === 'plaintext' ? 'plain' : 'encrypted') : 'denied' },
              `${verdict}${policy === null ? '' : ` by ${policy}`}, ${mtls}, ${to}`,
            ),
          ),
        ),
      );
    }
  });
  return box;
}

/** Who feels it when the service fails, asked of the model: the rows of `asm-blueprints impact`. */
function impactSection(app: App, id: string): readonly HTMLElement[] {
  const list = h('ul', {}, h('li', {}, '…'));
  setTimeout(() => {
    const rows = app.engine.impactOf(id);
    const items = rows.map(({ affected, kind, through, guard }) =>
      h(
        'li',
        {},
        affected,
        h(
          'small',
          {},
          `${kind}, through ${[...through].reverse().join(' → ')}; ${guard.timeout === null ? 'waits' : `gives up after ${guard.timeout}`}, ${guard.attempts === null ? 'retries by default' : `${guard.attempts} retries`}`,
        ),
      ),
    );
    list.replaceChildren(
      ...(items.length === 0 ? [h('li', {}, 'no declared call, route or gateway leads here')] : items),
    );
  });
  return [h('h3', {}, 'Blast radius: affected when it fails'), list];
}

function edgeDetails(app: App, edge: Edge): readonly Child[] {
  const { from, to, state, kind, share, requests, id } = edge;
  const change = app.changes.get(id);
  const kinds = {
    internet: 'from the Internet',
    declared: 'a known call',
    possible: 'no one is known to call; a workload of the namespace may',
  };
  return [
    h('h2', {}, `${nameById(app, from)} → ${nameById(app, to)}`),
    h(
      'p',
      { class: 'meta' },
      `${kinds[kind]} · `,
      h('b', { class: state }, stateWords[state]),
      share > 0 && share < 1 ? ` · ${percent(share)}` : '',
    ),
    change !== undefined &&
      h(
        'p',
        { class: `changed ${change.change}` },
        `${change.change}: ${change.before || 'nothing'} → ${change.after || 'nothing'}`,
      ),
    requests.length > explainedRequests && h('p', {}, `The first ${explainedRequests} of ${requests.length} requests:`),
    ...requests.slice(0, explainedRequests).map((request, index) => {
      const box = h(
        'details',
        { open: index === 0 },
        h('summary', {}, questionText(request.query)),
        h('p', { class: 'answer' }, answerText(request)),
      );
      const explain = (): void => {
        if (box.open && box.querySelector('ol') === null) {
          const { answer } = app.engine.ask(request.query);
          box.append(h('ol', { class: 'trace' }, ...(answer?.trace ?? []).map((line) => h('li', {}, line))));
        }
      };
      box.addEventListener('toggle', explain);
      setTimeout(explain);
      return box;
    }),
  ];
}

function nameById(app: App, id: string): string {
  const node = app.nodes.get(id);
  return node === undefined ? id : nameOf(node);
}
