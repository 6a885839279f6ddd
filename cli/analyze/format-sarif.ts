import { type Finding, findingCodes, fingerprintOf, type Level } from '../../mesh/analysis/index.js';
import { type Assumption, formatAssumption } from '../../mesh/assumption/assumption.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import { printableJson } from '../../mesh/text/printable.js';
import { documentationPage, manifestOf, packageFolder } from '../package-folder.js';
import { pathUri, placeOf } from './place.js';
import { findingText, generalAssumptions, type Report, shownFindings } from './report.js';

const levels: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A log of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code scanning services read. */
export function formatSarif(report: Report): string {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const codes = [...new Set(all.map(({ code }) => code))].sort();
  const result = (finding: Finding, suppressions?: readonly object[]): object => {
    const { code, level, object } = finding;
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: levels[level],
      message: { text: findingText(finding, report) },
      locations: [locationOf(object.resource.path, report.locate(finding))],
      partialFingerprints: { 'finding/v1': fingerprintOf(finding) },
      ...baselineState(report, finding),
      ...(suppressions === undefined ? {} : { suppressions }),
    };
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'asm-blueprints', rules: codes.map(ruleOf) } },
        invocations: [
          {
            executionSuccessful: report.isComplete,
            toolExecutionNotifications: [
              ...report.problems.map(notification),
              ...generalAssumptions(report).map(assumptionNotification),
            ],
          },
        ],
        results: [
          ...shownFindings(report).map((finding) => result(finding)),
          ...report.suppressed.map(({ finding, reason }) =>
            result(finding, [{ kind: 'external', justification: reason }]),
          ),
        ],
      },
    ],
  };
  return `${printableJson(log, 2)}\n`;
}

/** Whether a result is new, when the findings are compared with those of an earlier state. */
function baselineState({ comparison }: Report, finding: Finding): object {
  if (comparison === undefined) {
    return {};
  }
  return { baselineState: comparison.introduced.has(finding) ? 'new' : 'unchanged' };
}

function ruleOf(code: string): object {
  const type = findingCodes.get(code);
  if (type === undefined) return { id: code };
  const page = documentationPage(`findings/${code}.md`);
  return {
    id: code,
    name: type.name,
    shortDescription: { text: type.description },
    ...(page === undefined ? {} : { fullDescription: { text: happens(page) }, help: { text: page, markdown: page } }),
    helpUri: helpUri(code),
    defaultConfiguration: { level: levels[type.level] },
  };
}

/** What a page says of production, as text. */
function happens(page: string): string {
  const [, section = ''] = /^## What happens in production\n+([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(page) ?? [];
  return section
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\n(?!\n)/g, ' ')
    .trim();
}

/** The page of a code: of Istio's codes on its site, of others in this version of the package. */
function helpUri(code: string): string {
  return code.startsWith('IST')
    ? `https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`
    : `https://unpkg.com/asm-blueprints@${manifestOf(packageFolder()).version}/docs/findings/${code}.md`;
}

function assumptionNotification(assumption: Assumption): object {
  return { descriptor: { id: assumption.code }, level: 'note', message: { text: formatAssumption(assumption) } };
}

function notification(problem: Problem): object {
  const { path, line } = placeOf(problem);
  return {
    descriptor: { id: problem.code },
    level: 'warning',
    message: { text: `${problem.message}; ${problem.fix}` },
    locations: [locationOf(path, line)],
  };
}

function locationOf(path: string, line: number | undefined): object {
  const region = line === undefined ? {} : { region: { startLine: line } };
  return { physicalLocation: { artifactLocation: { uri: pathUri(path) }, ...region } };
}
