import type { ReportedFinding } from '../../model/report-data.js';
import { type App, nameOf } from '../app.js';
import { type Child, h, table } from '../dom.js';

/** What changes against the manifests that the report is compared with. */
export function changesSection(app: App): Child {
  const { comparison } = app.data;
  if (comparison === null) {
    return h('p', {}, 'There is nothing to compare with: asm-blueprints report --compare OLD draws what changes.');
  }
  const { edges, requests, summary, newFindings, goneFindings } = comparison;
  const name = (id: string): string => {
    const node = app.nodes.get(id);
    return node === undefined ? id : nameOf(node);
  };
  return [
    h('h2', {}, 'What changes'),
    h('h3', {}, `Requests that change their answer (${requests.length})`),
    h('ul', {}, ...summary.map((line) => h('li', {}, line))),
    h('h3', {}, `Edges that appear, go or shift (${edges.length})`),
    table(
      'Edges that change',
      ['', 'From', 'To', 'Before', 'After'],
      edges.map((edge) => [
        h('b', { class: `changed ${edge.change}` }, edge.change),
        h(
          'button',
          { class: 'link', type: 'button', onclick: () => app.go({ tab: 'picture', edge: edge.id, node: '' }) },
          name(edge.from),
        ),
        name(edge.to),
        edge.before || '–',
        edge.after || '–',
      ]),
    ),
    findings('New findings', newFindings),
    findings('Findings that are gone', goneFindings),
  ];
}

function findings(title: string, some: readonly ReportedFinding[]): Child {
  return [
    h('h3', {}, `${title} (${some.length})`),
    h(
      'ul',
      { class: 'findings' },
      ...some.map(({ level, code, object, message }) =>
        h('li', { class: level }, h('b', {}, `${level} ${code}`), ` ${object}: ${message}`),
      ),
    ),
  ];
}
