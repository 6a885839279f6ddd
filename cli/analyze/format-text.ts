import { styleText } from 'node:util';
import { describeResource, type Finding, type Level } from '../../mesh/analysis/index.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { printable } from '../../mesh/text/printable.js';
import type { Report } from './report.js';

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/**
 * One line for each problem, finding and suppressed finding, and a last one with the numbers.
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
    ...report.findings.map(line),
    ...report.suppressed.map(({ finding, reason }) => `${line(finding)} (suppressed: ${printable(reason)})`),
    summary(report),
  ];
  return `${lines.join('\n')}\n`;
}

function summary({ findings, suppressed, objects, files }: Report): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((level: Level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [number(count, level === 'info' ? 'info' : level)];
  });
  const silent = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  const found = counts.length === 0 ? 'no findings' : counts.join(', ');
  return `${found}${silent} in ${number(objects, 'object')} of ${number(files, 'file')}`;
}

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 || what === 'info' ? '' : 's'}`;
}
