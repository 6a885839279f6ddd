import { percent } from '../model/percent.js';
import type { Exposure, Node } from '../model/report-data.js';
import { type App, nameOf } from './app.js';
import { type Child, h } from './dom.js';
import { isSplit, versionName } from './node-shape.js';

/** The most lines of a card; the section that it stands for has them all. */
const most = 6;

/** What a person looks for first: what changes, what the Internet reaches, where traffic is split, and what is wrong. */
export function summary(app: App): HTMLElement {
  const { comparison } = app.data;
  return h(
    'div',
    { class: 'summary' },
    comparison === null
      ? null
      : card(
          'What changes',
          app,
          'changes',
          comparison.summary.map((text) => h('li', {}, text)),
        ),
    card('The Internet reaches', app, 'exposure', reached(app), 'nothing through a gateway of these files'),
    card(
      'Traffic is split at',
      app,
      'services',
      app.data.nodes.filter(isSplit).map((node) => splitItem(app, node)),
      'no service: each has one version that gets all',
    ),
    card('Health', app, 'findings', health(app)),
  );
}

function card(
  title: string,
  app: App,
  tab: 'changes' | 'exposure' | 'services' | 'findings',
  items: readonly Child[],
  whenEmpty = '',
): HTMLElement {
  const hidden = items.length - most;
  return h(
    'section',
    { class: `card of-${tab}` },
    h('h2', {}, title),
    items.length === 0 ? h('p', { class: 'meta' }, whenEmpty) : h('ul', {}, ...items.slice(0, most)),
    hidden > 0 && h('button', { class: 'link', type: 'button', onclick: () => app.go({ tab }) }, `${hidden} more`),
  );
}

/** The services that answer the Internet, each with its hosts. */
function reached(app: App): readonly HTMLElement[] {
  const rows = new Map<string, Exposure[]>();
  for (const row of app.data.exposure) {
    for (const service of (row.reach === 'internet' && row.verdict === 'allowed') || row.withToken !== null
      ? row.services
      : []) {
      rows.set(service, [...(rows.get(service) ?? []), row]);
    }
  }
  return [...rows].map(([id, answered]) => {
    const hosts = [...new Set(answered.map(({ url }) => /^(?:[A-Z]+ )?([a-z]+:\/\/[^/]+)/.exec(url)?.[1] ?? url))];
    const [first] = answered;
    const facts = [
      answered.every(({ tls }) => tls !== null) ? 'TLS' : 'plain text',
      first?.token === 'required' ? 'token required' : first?.token === 'checked' ? 'token checked' : 'no token',
      first !== undefined && first.limits.length > 0 ? 'rate limit' : 'no rate limit',
    ];
    return h(
      'li',
      {},
      nodeButton(app, id),
      h('span', {}, ` at ${hosts.slice(0, 2).join(', ')}${hosts.length > 2 ? ` and ${hosts.length - 2} more` : ''}`),
      h('small', {}, facts.join(' · ')),
    );
  });
}

function splitItem(app: App, node: Node): HTMLElement {
  const shares = node.versions.filter(({ share }) => share !== null && share > 0);
  return h(
    'li',
    { class: 'split' },
    nodeButton(app, node.id),
    h(
      'span',
      { class: 'shares' },
      shares.map((version) => `${versionName(node, version)} ${percent(version.share ?? 0)}`).join(' · '),
    ),
    h(
      'span',
      { class: 'bars', 'aria-hidden': 'true' },
      ...shares.map(({ share }) => {
        const bar = h('i', {});
        bar.style.flexGrow = String(share);
        return bar;
      }),
    ),
  );
}

/** A button that selects a node in the picture. */
export function nodeButton(app: App, id: string): HTMLElement {
  const node = app.nodes.get(id);
  const open = (): void => {
    const isDrawn = app.views
      .find((view) => view.id === (app.state.view || app.views[0]?.id))
      ?.nodes.some((one) => one.id === id);
    app.go({ tab: 'picture', node: id, edge: '', ...(isDrawn === true ? {} : { view: 'around' }) });
  };
  return h('button', { class: 'link', type: 'button', onclick: open }, node === undefined ? id : nameOf(node));
}

function health(app: App): readonly HTMLElement[] {
  const { findings, mtls, notModelled } = app.data;
  const count = (level: string): number => findings.filter((finding) => finding.level === level).length;
  const meshed = mtls.filter(({ mode }) => mode !== 'none');
  const strict = meshed.filter(({ mode }) => mode === 'STRICT').length;
  return [
    h(
      'li',
      {},
      h('b', { class: count('error') > 0 ? 'error' : '' }, counted(count('error'), 'error')),
      `, ${counted(count('warning'), 'warning')}, ${counted(count('info'), 'note')}`,
    ),
    h('li', {}, `${strict} of ${meshed.length} workloads in the mesh take mTLS only`),
    h('li', {}, `${counted(mtls.length - meshed.length, 'workload')} without a proxy`),
    h(
      'li',
      {},
      notModelled.length === 0
        ? 'every input that decides is modelled'
        : `${counted(notModelled.length, 'input')} not modelled: see "Not known"`,
    ),
  ];
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
