import type { PromiseResult, ReadPromises } from '../../mesh/promises/index.js';
import { callerWords, requestWords } from '../../mesh/survey/index.js';
import { printable, printableJson } from '../../mesh/text/printable.js';
import { pathUri } from '../analyze/place.js';

/** What is printed of a verification. */
export interface VerifyReport {
  readonly results: readonly PromiseResult[];
  /** The file of promises, as it was given. */
  readonly file: string;
  readonly lineOf: ReadPromises['lineOf'];
}

const words = { proved: 'proved', broken: 'BROKEN', undecided: 'not decided' } as const;

/** For a person: a line for each promise; below a broken one the request that breaks it, how it is answered, and what to change. */
export function formatText({ results }: VerifyReport): string {
  const lines = results.flatMap((one) => {
    const { name, result, reason } = one;
    return [`${words[result]}: ${name}${result === 'broken' ? '' : ` (${reason})`}`, ...detailsOf(one)];
  });
  const count = (wanted: PromiseResult['result']): number => results.filter(({ result }) => result === wanted).length;
  const summary = `${results.length} promises: ${count('proved')} proved, ${count('broken')} broken, ${count('undecided')} not decided`;
  return [...lines, summary].map((line) => `${printable(line)}\n`).join('');
}

function detailsOf({ request, answer, object, reason }: PromiseResult): readonly string[] {
  return request === null || answer === null
    ? []
    : [
        `  ${callerWords(request)} → ${requestWords(request)}`,
        `  ${reason}`,
        ...answer.trace.map((step) => `    ${step}`),
        ...(object === null ? [] : [`  look at: ${object}`]),
      ];
}

/** For a program. */
export function formatJson({ results }: VerifyReport): string {
  return `${printableJson(results, 2)}\n`;
}

function messageOf({ name, result, request, reason, object }: PromiseResult): string {
  const what = request === null ? '' : `${callerWords(request)} → ${requestWords(request)}: `;
  const where = object === null ? '' : `; look at ${object}`;
  return `${name}: ${words[result].toLowerCase()}: ${what}${reason}${where}`;
}

/** A log of SARIF 2.1.0: broken promises are errors, those that are not decided warnings, at their lines. */
export function formatSarif({ results, file, lineOf }: VerifyReport): string {
  const shown = results.map((one, index) => ({ one, index })).filter(({ one }) => one.result !== 'proved');
  const rules = [
    { id: 'PROMISE_BROKEN', shortDescription: { text: 'A request breaks a promise about the mesh.' } },
    { id: 'PROMISE_UNDECIDED', shortDescription: { text: 'A promise about the mesh is neither proved nor broken.' } },
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'asm-blueprints', rules } },
        results: shown.map(({ one, index }) => ({
          ruleId: one.result === 'broken' ? 'PROMISE_BROKEN' : 'PROMISE_UNDECIDED',
          ruleIndex: one.result === 'broken' ? 0 : 1,
          level: one.result === 'broken' ? 'error' : 'warning',
          message: { text: messageOf(one) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: pathUri(file) },
                region: { startLine: lineOf(index) },
              },
            },
          ],
        })),
      },
    ],
  };
  return `${printableJson(log, 2)}\n`;
}

/** A report as JUnit writes it: a test for each promise, of which broken ones fail and those that are not decided are errors. */
export function formatJunit({ results, file }: VerifyReport): string {
  const count = (wanted: PromiseResult['result']): number => results.filter(({ result }) => result === wanted).length;
  const cases = results.map((one) => {
    const element = one.result === 'broken' ? 'failure' : 'error';
    const open = `    <testcase classname=${attribute(file)} name=${attribute(one.name)}`;
    return one.result === 'proved'
      ? `${open}/>`
      : `${open}>\n      <${element} message=${attribute(messageOf(one))}>${xml([messageOf(one), ...detailsOf(one)].join('\n'))}</${element}>\n    </testcase>`;
  });
  const totals = `tests="${results.length}" failures="${count('broken')}" errors="${count('undecided')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite name="promises" ${totals}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function attribute(text: string): string {
  return `"${xml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`;
}

/** A text inside of XML, which has no control characters. */
function xml(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
