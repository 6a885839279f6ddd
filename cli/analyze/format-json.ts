import { printableJson } from '../../mesh/text/printable.js';
import type { Report } from './report.js';

/** An array of findings, one to a line, sorted like the text; those that only hold when an assumption is wrong have that. */
export function formatJson({ findings, locate }: Report): string {
  const lines = findings.map((finding) => {
    const { code, level, message, resource, object, assumption } = finding;
    const place = { path: object.resource.path, line: locate(finding) ?? null };
    return `  ${printableJson({ code, level, message, resource, ...place, ...(assumption && { assumption }) })}`;
  });
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}
