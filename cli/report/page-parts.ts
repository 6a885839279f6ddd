import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageParts } from '../../report/page/html.js';

/** The compiled page: beside the compiled command, else, in the repository, compiled now. */
export async function pageParts(): Promise<PageParts> {
  const at = (name: string): URL => new URL(name, import.meta.url);
  const script = at('report-page.js');
  if (existsSync(script)) {
    return { script: readFileSync(script, 'utf8'), style: readFileSync(at('report-page.css'), 'utf8') };
  }
  const { buildPage } = await import('../../scripts/build/page.js');
  return buildPage(fileURLToPath(at('../..')));
}
