/**
 * Writes docs/findings/README.md, the list of all codes: `node --import tsx scripts/finding-index.ts`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asmCodes } from '../mesh/analysis/asm-codes.js';
import type { FindingType } from '../mesh/analysis/finding-type.js';
import { istioCodes } from '../mesh/analysis/istio-codes.js';

/** The page that the script writes. */
export const indexPage = new URL('../docs/findings/README.md', import.meta.url);

/** Its text, from the tables of codes. */
export function findingIndex(): string {
  const table = (types: readonly FindingType[]): string =>
    [
      '| code | level | what |',
      '| --- | --- | --- |',
      ...[...types]
        .sort(byCode)
        .map(({ code, level, description }) => `| [${code}](${code}.md) | ${level} | ${description} |`),
    ].join('\n');
  return `# Findings

Each page says what happens in production, and has an example that fires and the fixed one. The level is that of a code where no page
says otherwise and the settings give it no other; an error stops a synth, an up and, by default, \`asm-blueprints analyze\`.
[What each level means, and what is assumed of things that are in none of the files](../noise.md).
[Which code is which rule of other linters](../rules.md).

## Codes of Istio

The same codes and meaning as those of \`istioctl analyze\`; [where the answers differ](../istioctl.md).

${table(Object.values(istioCodes))}

## Codes of this program

${table(Object.values(asmCodes))}
`;
}

function byCode(one: FindingType, other: FindingType): number {
  return one.code < other.code ? -1 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(indexPage, findingIndex());
}
