import { inputWords } from '../../../mesh/inputs/unmodelled-inputs.js';
import type { App } from '../app.js';
import { type Child, h } from '../dom.js';
import { findingList } from '../finding-list.js';

/** The most findings that are listed at once. */
const listed = 300;

/** Every finding by object, with the fix. */
export function findingsSection(app: App): Child {
  const { namespace, finding, search } = app.state;
  const numbers = app.data.findings.flatMap((one, index) => {
    const isWanted =
      (namespace === '' || one.namespace === namespace) &&
      (finding === '' || finding === 'any' || one.level === finding) &&
      `${one.code} ${one.object} ${one.message}`.toLowerCase().includes(search.toLowerCase());
    return isWanted ? [index] : [];
  });
  const byObject = new Map<string, number[]>();
  for (const index of numbers.slice(0, listed)) {
    const object = app.data.findings[index]?.object ?? '';
    byObject.set(object, [...(byObject.get(object) ?? []), index]);
  }
  return [
    h('h2', {}, `Findings (${numbers.length})`),
    numbers.length > listed ? h('p', {}, `The first ${listed}; search or filter for others.`) : null,
    numbers.length === 0 ? h('p', {}, 'Nothing to see to.') : null,
    ...[...byObject].map(([object, some]) => [h('h3', {}, object), findingList(app, some)]),
  ];
}

/** What answers take for granted, and what is not modelled. */
export function unknownSection({ data }: App): Child {
  const list = (title: string, lines: readonly string[], whenEmpty: string): Child => [
    h('h3', {}, title),
    lines.length === 0 ? h('p', {}, whenEmpty) : h('ul', {}, ...lines.map((line) => h('li', {}, line))),
  ];
  return [
    h('h2', {}, 'What is not known'),
    list('Taken for granted', data.assumptions, 'The files say all that the answers need.'),
    list(
      'Could change an answer, and is not modelled',
      data.notModelled.map((input) => inputWords(input).replace('not modelled: ', '')),
      'Everything that could change an answer of this page is modelled.',
    ),
  ];
}
