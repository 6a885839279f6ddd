import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the pages of findings, from the sources and from the compiled command. */
const folder = ['../../docs/findings/', '../docs/findings/', '../../../docs/findings/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

/** What the page of a finding says to do about it: the text before its fixed example. */
export function fixOf(code: string): string | undefined {
  const file = `${folder}${code}.md`;
  if (folder === undefined || !/^\w+$/.test(code) || !existsSync(file)) {
    return undefined;
  }
  const [, section = ''] = readFileSync(file, 'utf8').split(/^## The fixed example$/m);
  const words =
    section
      .split('```')[0]
      ?.trim()
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1') ?? '';
  return words.replaceAll('`', '') || undefined;
}
