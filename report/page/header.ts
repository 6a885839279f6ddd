import type { App } from './app.js';
import { h } from './dom.js';
import type { State, Tab } from './state.js';

const tabNames: Readonly<Record<Tab, string>> = {
  picture: 'Picture',
  changes: 'Changes',
  exposure: 'Internet',
  services: 'Services',
  access: 'Access',
  mtls: 'mTLS',
  findings: 'Findings',
  ask: 'Ask',
  unknown: 'Not known',
};

/** The sections that a report has, in the order in which they stand. */
export function tabsOf({ data }: App): readonly Tab[] {
  return (Object.keys(tabNames) as Tab[]).filter((tab) => tab !== 'changes' || data.comparison !== null);
}

/** The head of the page: what it is of, search and filters, and the way to each section. */
export function header(app: App): HTMLElement {
  const { data, state } = app;
  const select = (
    name: 'namespace' | 'finding' | 'exposure',
    label: string,
    options: readonly (readonly [string, string])[],
  ): HTMLElement => {
    const element = h(
      'select',
      { 'aria-label': label, onchange: () => app.go({ [name]: element.value } as Partial<State>) },
      ...options.map(([value, text]) => h('option', { value, selected: value === state[name] }, text)),
    );
    return element;
  };
  const search = h('input', {
    type: 'search',
    placeholder: 'Search (press /)',
    'aria-label': 'Search services, workloads and URLs',
    value: state.search,
    oninput: () => app.go({ search: search.value }),
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === 'Escape') {
      app.go({ node: '', edge: '', search: '' });
      search.value = '';
    }
  });
  const isDark = (): boolean =>
    app.state.theme === '' ? matchMedia('(prefers-color-scheme: dark)').matches : app.state.theme === 'dark';
  return h(
    'header',
    {},
    h('div', { class: 'head' }, h('h1', {}, data.title), h('span', { class: 'meta' }, counts(app))),
    h(
      'div',
      { class: 'filters', role: 'search' },
      search,
      select('namespace', 'Namespace', [
        ['', 'all namespaces'],
        ...data.namespaces.map((name) => [name, name] as const),
      ]),
      select('finding', 'Findings', [
        ['', 'with and without findings'],
        ['any', 'with findings'],
        ['error', 'with errors'],
        ['warning', 'with warnings'],
      ]),
      select('exposure', 'Exposure', [
        ['', 'exposed and internal'],
        ['exposed', 'exposed to the Internet'],
        ['internal', 'internal only'],
      ]),
      h(
        'button',
        {
          type: 'button',
          'aria-label': 'Light or dark',
          title: 'Light or dark',
          onclick: () => app.go({ theme: isDark() ? 'light' : 'dark' }),
        },
        '◐',
      ),
    ),
    h(
      'nav',
      { 'aria-label': 'Sections' },
      ...tabsOf(app).map((tab) =>
        h(
          'button',
          { type: 'button', 'data-tab': tab, onclick: () => app.go({ tab }) },
          tabNames[tab],
          badge(app, tab),
        ),
      ),
    ),
  );
}

function badge({ data }: App, tab: Tab): HTMLElement | null {
  const counted: Partial<Record<Tab, number>> = {
    findings: data.findings.length,
    changes: data.comparison?.requests.length ?? 0,
    unknown: data.assumptions.length + data.notModelled.length,
  };
  const count = counted[tab] ?? 0;
  return count === 0 ? null : h('small', { class: 'badge' }, String(count));
}

function counts({ data }: App): string {
  const services = data.nodes.filter(({ kind }) => kind === 'service').length;
  const some = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  const clusters = data.clusters.length === 0 ? [] : [some(data.clusters.length, 'cluster')];
  return [some(services, 'service'), some(data.namespaces.length, 'namespace'), ...clusters].join(' · ');
}
