import { styleText } from 'node:util';
import { describeResource, type Finding, type KnownFinding, type Level } from '../../mesh/analysis/index.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { printable } from '../../mesh/text/printable.js';
import { assumptionText, pressingFindings, type Report } from './report.js';

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/**
 * One line for each problem, finding, assumption and suppressed finding, and a last one with the numbers. Findings that only hold when an
 * assumption is wrong are not listed: the assumption is, once, with the first object that needs it.
 *
 * @param isColoured whether the levels stand out by colour, on a terminal that has them
 */
export function formatText(report: Report, isColoured = false): string {
  const line = (finding: Finding): string => {
    const { code, level, message, resource, object } = finding;
    const lineNumber = report.locate(finding);
    const place = `${object.resource.path}${lineNumber === undefined ? '' : `:${lineNumber}`}`;
    const word = isColoured ? styleText(colours[level], level) : level;
    return `${printable(place)}: ${word} [${code}] ${printable(`${describeResource(resource)}: ${message}`)}`;
  };
  const lines = [
    ...report.problems.map(formatProblem),
    ...pressingFindings(report).map(line),
    ...(report.comparison?.fixed ?? []).map(fixedLine),
    ...assumptionLines(report),
    ...report.suppressed.map(({ finding, reason }) => `${line(finding)} (suppressed: ${printable(reason)})`),
    summary(report),
  ];
  return `${lines.join('\n')}\n`;
}

function fixedLine({ code, object, message }: KnownFinding): string {
  return printable(`fixed: [${code}] ${object}: ${message}`);
}

function assumptionLines({ assumptions, findings }: Report): readonly string[] {
  return assumptions.map((assumption) => printable(assumptionText(assumption, findings)));
}

function summary(report: Report): string {
  const { comparison, suppressed, assumptions, objects, files, isComplete } = report;
  if (objects === 0 && !isComplete) return 'nothing was analyzed: no object could be read';
  const certain = pressingFindings(report);
  const counts = (['error', 'warning', 'info'] as const).flatMap((level: Level) => {
    const count = certain.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [number(count, level === 'info' ? 'info' : level)];
  });
  const silent = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  const assumed = assumptions.length === 0 ? '' : `, ${number(assumptions.length, 'assumption')}`;
  const found = counts.length === 0 ? 'no findings' : counts.join(', ');
  const compared =
    comparison === undefined
      ? ''
      : ` introduced, ${comparison.fixed.length} fixed, ${comparison.unchanged.size} unchanged`;
  return `${found}${compared}${assumed}${silent} in ${number(objects, 'object')} of ${number(files, 'file')}`;
}

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 || what === 'info' ? '' : 's'}`;
}
