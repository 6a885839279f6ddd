import { Command } from 'commander';
import { findingCodes } from '../../mesh/analysis/index.js';
import { closestName } from '../../mesh/validation/closest-name.js';
import { isColoured, writeOutput } from '../output.js';
import { documentationPage } from '../package-folder.js';
import { tableLines } from '../table.js';
import { UsageError } from '../usage-error.js';
import { exitCodePage, exitCodeWords } from './exit-codes.js';
import { terminalText } from './markdown.js';
import { familyOf } from './problem-families.js';

/** `asm-blueprints explain CODE` */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Explains a code: what happens in production, an example that fires, and the fixed one.')
    .argument('[code]', 'code of a finding (IST0101, ASM0005), of a problem (ENV_INVALID), or an exit code (2)')
    .addHelpText(
      'after',
      `
Without a code it lists the findings. exit-codes explains all exit codes.

Exit codes:
  0  explained
  2  there is no such code`,
    )
    .action((code?: string) => {
      const page = code === undefined ? listOfFindings() : pageOf(code);
      writeOutput(isColoured() ? terminalText(page) : page);
    });
}

function listOfFindings(): string {
  const types = [...findingCodes.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
  const rows = types.map(({ code, level, description }) => [code, level, description]);
  return `${tableLines([['CODE', 'LEVEL', 'WHAT'], ...rows]).join('\n')}\n`;
}

/** @throws UsageError for an unknown code */
function pageOf(given: string): string {
  const code = given.toUpperCase();
  const words = exitCodeWords[code];
  if (words !== undefined) return `# Exit code ${code}\n\n${words[0]?.toUpperCase()}${words.slice(1)}.\n`;
  if (code === 'EXIT-CODES') return exitCodePage();
  const type = findingCodes.get(code);
  if (type !== undefined) {
    return (
      documentationPage(`findings/${code}.md`) ??
      `# ${code} ${type.name}\n\n${type.description} Level: ${type.level}.\n`
    );
  }
  const family = familyOf(code);
  if (family !== undefined) {
    const pages = family.pages.map((page) => `- [docs/${page}](docs/${page})`).join('\n');
    return `# ${code}\n\n${family.words}\n\nThe message names the place and the fix. More:\n\n${pages}\n`;
  }
  const meant = closestName(code, [...findingCodes.keys()]);
  const hint = meant === undefined ? '`asm-blueprints explain` lists the findings' : `did you mean ${meant}?`;
  throw new UsageError(`there is no code ${given}; ${hint}`);
}
