import type { Command } from 'commander';
import { type AccessMap, accessMap, type MapRow, surveyAssumptions } from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { limitOption } from '../limit-option.js';
import { writeErrors, writeJson, writeLines } from '../output.js';
import { type MeshFlags, meshCommand, readMesh, writeAssumptions } from '../request/mesh-command.js';

interface Flags extends Omit<MeshFlags, 'format'> {
  readonly format: keyof typeof formats;
  readonly limit?: number;
}

const formats = { text: writeText, json: writeJson, csv: writeCsv, dot: writeDot } as const;

/** `asm-blueprints map PATH...` */
export function mapCommand(): Command {
  return meshCommand('Says who gets through to every service, and with which requests.', Object.keys(formats))
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(limitOption('requests that are evaluated at most'))
    .addHelpText(
      'after',
      `
Exit codes:
  0  answered; the last line says whether these are all who get through
  2  something could not be read, or the command line is wrong
  3  with --strict: it is not proved that these are all who get through`,
    )
    .action((paths: readonly string[], flags: Flags) => {
      const meshFlags: MeshFlags = { ...flags, format: flags.format === 'text' ? 'text' : 'json' };
      const { mesh, isComplete } = readMesh(paths, meshFlags);
      const map = accessMap(mesh, flags.limit);
      formats[flags.format](map);
      if (flags.format === 'csv' || flags.format === 'dot') {
        writeErrors([completenessWords(map)]);
      }
      writeAssumptions(meshFlags, surveyAssumptions([mesh]));
      const isOpen = flags.strict && !map.isComplete;
      process.exitCode = !isComplete ? exitCodes.unreadable : isOpen ? exitCodes.notModelled : exitCodes.clean;
    });
}

/** A row in one line: `shop/checkout → shop/payments http://payments.shop: POST, path /charge*`. */
export function accessLine({ callers, url, to, conditions }: MapRow): string {
  const by = url.replace(/\.svc\.cluster\.local(?=[:/]|$)/, '');
  return `${callers.join(', ')} → ${to} (${by}): ${conditionsText(conditions)}`;
}

/** Whether the rows are all that there are. */
export function completenessWords({ isComplete, obstacles }: Omit<AccessMap, 'rows'>): string {
  return isComplete ? 'and nothing else' : `there may be more, because of ${obstacles.join('; ')}`;
}

function conditionsText(conditions: MapRow['conditions']): string {
  return conditions.map((term) => (term.length === 0 ? 'every request' : term.join(', '))).join('; or ');
}

function writeText(map: AccessMap): void {
  writeLines([...map.rows.map(accessLine), completenessWords(map)]);
}

function writeCsv({ rows }: AccessMap): void {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
  writeLines([
    line(['caller', 'to', 'url', 'conditions']),
    ...rows.flatMap(({ callers, to, url, conditions }) =>
      callers.map((caller) => line([caller, to, url, conditionsText(conditions)])),
    ),
  ]);
}

function writeDot({ rows }: AccessMap): void {
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const edges = rows.flatMap(({ callers, to, conditions }) =>
    callers.map((caller) => `  ${quoted(caller)} -> ${quoted(to)} [label=${quoted(conditionsText(conditions))}];`),
  );
  writeLines(['digraph mesh {', ...new Set(edges), '}']);
}
