import { findingCodes, type Level } from '../../mesh/analysis/index.js';
import { printable } from '../../mesh/text/printable.js';
import { placeOf, relativePath } from './place.js';
import { findingText, type Report, shownFindings } from './report.js';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands, which GitHub shows beside the lines of a pull request
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function formatGitHub(report: Report): string {
  const { problems, locate } = report;
  const ofProblems = problems.map((problem) => {
    const { path, line } = placeOf(problem);
    return annotation('warning', path, line, problem.code, `${problem.message}; ${problem.fix}`);
  });
  const ofFindings = shownFindings(report)
    .filter((finding) => report.comparison?.unchanged.has(finding) !== true)
    .map((finding) => {
      const { code, level, object } = finding;
      const title = `${code} ${findingCodes.get(code)?.name ?? ''}`.trim();
      const text = findingText(finding, report);
      return annotation(commands[level], object.resource.path, locate(finding), title, text);
    });
  return [...ofProblems, ...ofFindings].join('');
}

function annotation(command: string, path: string, line: number | undefined, title: string, text: string): string {
  const properties = [
    `file=${escapeProperty(relativePath(path))}`,
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${escapeProperty(title)}`,
  ];
  return `::${command} ${properties.join(',')}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
