import { readFileSync, writeFileSync } from 'node:fs';
import type { KnownFinding } from '../../mesh/analysis/index.js';
import { printableJson } from '../../mesh/text/printable.js';
import { UsageError } from '../usage-error.js';

/** Writes the findings of an analysis, one to a line, to compare later ones with. */
export function writeBaseline(file: string, known: readonly KnownFinding[]): void {
  const lines = known.map((one) => `  ${printableJson(one)}`);
  const text = `{"version": 1, "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`}]}\n`;
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--write-baseline: ${file} cannot be written: ${messageOf(error)}`);
  }
}

/** Reads what {@link writeBaseline} has written. */
export function readBaseline(file: string): readonly KnownFinding[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `--baseline: ${file} cannot be read: ${messageOf(error)}; make it by --write-baseline ${file}`,
    );
  }
  const { version, findings } = (value ?? {}) as { readonly version?: unknown; readonly findings?: unknown };
  if (version !== 1 || !Array.isArray(findings) || !findings.every(isKnown)) {
    throw new UsageError(`--baseline: ${file} is not a baseline of version 1; make it by --write-baseline ${file}`);
  }
  return findings;
}

function isKnown(value: unknown): value is KnownFinding {
  const known = (value ?? {}) as Readonly<Record<string, unknown>>;
  return ['fingerprint', 'code', 'object', 'message'].every((key) => typeof known[key] === 'string');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
