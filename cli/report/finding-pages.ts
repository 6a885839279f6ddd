import { documentationPage } from '../package-folder.js';

/** What the page of a finding says to do about it: the text before its fixed example. */
export function fixOf(code: string): string | undefined {
  const page = /^\w+$/.test(code) ? documentationPage(`findings/${code}.md`) : undefined;
  const [, section = ''] = page?.split(/^## The fixed example$/m) ?? [];
  const [words = ''] = section.split('```');
  const plain = words
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '');
  return plain === '' ? undefined : plain;
}
