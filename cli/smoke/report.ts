import type { CheckResult } from './run.js';

/** Results as a table, one line for each finding. */
export function smokeTable(results: readonly CheckResult[]): string {
  const rows = results.flatMap(({ check, ms, findings, passed }) =>
    findings.length === 0
      ? [[check, passed ? 'ok' : 'FAILED', 'nothing to measure', '', '', seconds(ms)]]
      : findings.map((finding, index) => [
          index === 0 ? check : '',
          finding.passed ? 'ok' : 'FAILED',
          finding.expected,
          finding.observed,
          finding.pValue === undefined ? '' : finding.pValue.toPrecision(2),
          index === 0 ? seconds(ms) : '',
        ]),
  );
  const table = [['check', 'result', 'expected', 'observed', 'p', 'time'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Results for programs, as JSON: `{ passed, checks }`, and `error` where the test could not be carried out.
 *
 * @param error why there are no results
 */
export function smokeJson(results: readonly CheckResult[], error?: string): string {
  const passed = error === undefined && results.every((result) => result.passed);
  return JSON.stringify({ passed, checks: results, ...(error === undefined ? {} : { error }) }, undefined, 2);
}

/** Why the test failed: one line for each finding that differs. */
export function smokeReasons(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ check, findings }) =>
    findings
      .filter(({ passed }) => !passed)
      .map(({ expected, observed, pValue }) => {
        const chance = pValue === undefined ? '' : ` (probability ${pValue.toPrecision(2)})`;
        return `${check}: expected ${expected}; got ${observed}${chance}`;
      }),
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
