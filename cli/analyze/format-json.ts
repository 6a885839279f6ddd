import type { Finding } from '../../mesh/analysis/index.js';
import { printableJson } from '../../mesh/text/printable.js';
import type { Report } from './report.js';

/**
 * An array of findings, one to a line, sorted like the text; those that only hold when an assumption is wrong have that. Compared with an
 * earlier state, each says whether it was `introduced` or is `unchanged`, and those that are `fixed` follow.
 */
export function formatJson({ findings, locate, comparison }: Report): string {
  const changeOf = (finding: Finding): object =>
    comparison === undefined || finding.assumption !== undefined
      ? {}
      : { change: comparison.introduced.has(finding) ? 'introduced' : 'unchanged' };
  const now = findings.map((finding) => {
    const { code, level, message, resource, object, assumption } = finding;
    const place = { path: object.resource.path, line: locate(finding) ?? null };
    return `  ${printableJson({ code, level, message, resource, ...place, ...(assumption && { assumption }), ...changeOf(finding) })}`;
  });
  const fixed = (comparison?.fixed ?? []).map(
    ({ code, object, message }) => `  ${printableJson({ code, message, object, change: 'fixed' })}`,
  );
  const lines = [...now, ...fixed];
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}
