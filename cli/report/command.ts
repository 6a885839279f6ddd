import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Finding } from '../../mesh/analysis/index.js';
import { dotText } from '../../report/format/dot.js';
import { mermaidText } from '../../report/format/mermaid.js';
import { drawingsOf } from '../../report/layout/drawings.js';
import { placeAll } from '../../report/layout/place.js';
import { withComparison } from '../../report/model/comparison.js';
import { engineInput } from '../../report/model/engine-input.js';
import { reportOf } from '../../report/model/report.js';
import { pageOf } from '../../report/page/html.js';
import { exitCodes } from '../exit-code.js';
import { outputFile, sendOutputTo, writeErrors, writeJson, writeOutput } from '../output.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh } from '../request/mesh-command.js';
import { fixOf } from './finding-pages.js';
import { pageParts } from './page-parts.js';

/** Where a page goes when `--output` does not say. */
const usualFile = 'report.html';

interface Flags extends Omit<MeshFlags, 'format'> {
  readonly compare?: string;
  readonly title?: string;
  readonly format: 'html' | 'mermaid' | 'dot' | 'json';
}

/** `asm-blueprints report PATH... --output report.html` */
export function reportCommand(): Command {
  return meshCommand('Draws a mesh as one page for a browser: who reaches what, encrypted or not, and what is wrong.', [
    'html',
    'mermaid',
    'dot',
    'json',
  ])
    .argument('<path...>', 'files, folders (their .yaml, .yml and .json files, at any depth), or - for standard input')
    .option('--compare <old>', 'file or folder with the manifests as they are; the report then draws what changes')
    .addOption(new Option('--title <text>', 'title of the page (default: the name of the folder)'))
    .addHelpText(
      'after',
      `
The page goes to report.html when --output names no other file; other formats go to standard output.

Exit codes:
  0  written
  2  something could not be read, or the command line is wrong; a report of the rest is written
  3  with --strict: something in the manifests that is not modelled could change an answer of the report`,
    )
    .action((paths: readonly string[], flags: Flags) => run(paths, flags));
}

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  const after = readMesh(paths, flags);
  const title = flags.title ?? titleOf(paths);
  const lineOf = ({ object, field }: Finding): number | undefined => after.lineOf(object.resource, field);
  const plain = reportOf(after.mesh, { title, lineOf, fixOf });
  const before = flags.compare === undefined ? undefined : readMesh([flags.compare], flags);
  const data =
    before === undefined
      ? plain
      : withComparison(
          { mesh: before.mesh, data: reportOf(before.mesh, { title }) },
          { mesh: after.mesh, data: plain },
        );
  if (flags.format === 'json') {
    writeJson(data);
  } else if (flags.format === 'html') {
    const views = await placeAll(drawingsOf(data));
    const engine = engineInput(after.resources, after.options);
    writePage(pageOf({ data, views, engine }, await pageParts()));
  } else {
    writeOutput(flags.format === 'dot' ? dotText(data) : mermaidText(data));
  }
  const isComplete = after.isComplete && before?.isComplete !== false;
  process.exitCode = exitCodeOf(flags, isComplete, data.notModelled, exitCodes.clean);
}

function titleOf(paths: readonly string[]): string {
  return paths.map((path) => (path === '-' ? 'standard input' : basename(resolve(path)))).join(', ');
}

/** Writes a page: to the file of `--output`, else to one that a browser opens by its name. */
function writePage(page: string): void {
  if (outputFile() === undefined) {
    sendOutputTo(usualFile);
  }
  writeOutput(page);
  writeErrors([`the report is in ${outputFile()}`]);
}
