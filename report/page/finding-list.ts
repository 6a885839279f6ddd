import type { App } from './app.js';
import { h } from './dom.js';

/** Findings by their numbers, each with what to do about it. */
export function findingList(app: App, numbers: readonly number[]): HTMLElement {
  return h(
    'ul',
    { class: 'findings' },
    ...numbers.flatMap((index) => {
      const finding = app.data.findings[index];
      if (finding === undefined) {
        return [];
      }
      const { code, level, object, message, path, line, assumed } = finding;
      const fix = app.data.fixes[code];
      return [
        h(
          'li',
          { class: level },
          h('b', {}, `${level} ${code}`),
          ` ${object}: ${message}`,
          assumed === null ? null : h('p', { class: 'meta' }, `holds unless ${assumed}`),
          fix === undefined ? null : h('p', { class: 'fix' }, h('b', {}, 'Fix: '), fix),
          h('small', {}, line === null ? path : `${path}:${line}`),
        ),
      ];
    }),
  );
}
