import { h, svg } from './dom.js';

/** What lines and signs mean. */
export function legend(isComparison: boolean): HTMLElement {
  const line = (name: string, words: string): HTMLElement =>
    h(
      'li',
      {},
      svg(
        'svg',
        { width: 34, height: 12, 'aria-hidden': 'true', class: 'sample' },
        svg('g', { class: `edge ${name}` }, svg('path', { class: 'line', d: 'M0,6H34', 'stroke-width': 2 })),
      ),
      words,
    );
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    line('encrypted', 'encrypted'),
    line('plain', 'plain text'),
    line('denied', 'denied'),
    line('encrypted possible', 'may call; no one is known to'),
    h('li', {}, h('b', { class: 'chip' }, '?'), 'not all is modelled'),
    h('li', {}, h('b', { class: 'chip' }, '10 %'), 'share of the requests'),
    ...(isComparison
      ? [line('change-new', 'new'), line('change-gone', 'gone'), line('change-shifted', 'shifted')]
      : []),
  );
}
