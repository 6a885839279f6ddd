import { describeResource, findingCodes, type Level } from '../../mesh/analysis/index.js';
import type { Report } from './report.js';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands, which GitHub shows beside the lines of a pull request
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function formatGitHub({ findings, locate }: Report): string {
  return findings
    .map((finding) => {
      const { code, level, message, resource, object } = finding;
      const line = locate(finding);
      const properties = [
        `file=${escapeProperty(object.resource.path)}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        `title=${escapeProperty(`${code} ${findingCodes.get(code)?.name ?? ''}`.trim())}`,
      ];
      return `::${commands[level]} ${properties.join(',')}::${escapeData(`${describeResource(resource)}: ${message}`)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
