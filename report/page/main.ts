import { App } from './app.js';
import { details } from './details.js';
import { type Child, h, replace } from './dom.js';
import { header, tabsOf } from './header.js';
import { unpacked } from './payload.js';
import { Picture } from './picture.js';
import { askSection } from './sections/ask.js';
import { changesSection } from './sections/changes.js';
import { findingsSection, unknownSection } from './sections/findings.js';
import { accessSection, exposureSection, mtlsSection, servicesSection } from './sections/tables.js';
import type { State, Tab } from './state.js';
import { summary } from './summary.js';

const sections: Readonly<Record<Exclude<Tab, 'picture'>, (app: App) => Child>> = {
  changes: changesSection,
  exposure: exposureSection,
  services: servicesSection,
  access: accessSection,
  mtls: mtlsSection,
  findings: findingsSection,
  ask: askSection,
  unknown: unknownSection,
};

/** Parts of the state that the tables depend on. */
const filters = ['search', 'namespace', 'finding', 'exposure'] as const;

function start(): void {
  const app = new App(unpacked(document.getElementById('payload')?.textContent ?? ''));
  const picture = new Picture(app);
  const head = header(app);
  const panel = h('div', { class: 'panel' });
  const pictureSection = h(
    'section',
    { id: 'picture', 'aria-label': 'Picture' },
    summary(app),
    h('div', { class: 'board' }, picture.element, panel),
  );
  const bodies = new Map(
    tabsOf(app).map((tab) => [tab, tab === 'picture' ? pictureSection : h('section', { id: tab, 'aria-label': tab })]),
  );
  const fresh = new Set<Tab>();
  const fill = (tab: Tab): void => {
    const body = bodies.get(tab);
    if (tab !== 'picture' && body !== undefined && !fresh.has(tab)) {
      replace(body, sections[tab](app));
      fresh.add(tab);
    }
  };
  const show = (state: State, before?: State): void => {
    document.documentElement.dataset['theme'] = state.theme;
    if (before !== undefined && filters.some((name) => state[name] !== before[name])) {
      for (const tab of [...fresh].filter((one) => one !== 'ask')) {
        fresh.delete(tab);
      }
    }
    fill(state.tab);
    for (const [tab, body] of bodies) {
      body.classList.toggle('current', tab === state.tab);
    }
    for (const button of head.querySelectorAll('nav button')) {
      button.setAttribute('aria-current', button.getAttribute('data-tab') === state.tab ? 'page' : 'false');
    }
    if (before === undefined || state.node !== before.node || state.edge !== before.edge) {
      replace(panel, details(app));
      panel.scrollTop = 0;
    }
    picture.update();
  };
  app.onChange(show);
  window.addEventListener('beforeprint', () => [...bodies.keys()].filter((tab) => tab !== 'ask').map(fill));
  document.getElementById('report')?.replaceChildren(head, h('main', {}, ...bodies.values()));
  show(app.state);
  performance.mark('drawn');
}

start();
