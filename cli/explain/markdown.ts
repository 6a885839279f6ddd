import { styleText } from 'node:util';

/** A page for a terminal: headings stand out, code is indented, links show their text. Elsewhere a page stays Markdown. */
export function terminalText(page: string): string {
  let isCode = false;
  const lines = page.split('\n').flatMap((line): string[] => {
    if (line.startsWith('```')) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [styleText('dim', `    ${line}`.trimEnd())];
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (heading !== undefined) return [styleText('bold', heading)];
    return [
      line
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/`([^`]*)`/g, (_code, text: string) => styleText('cyan', text)),
    ];
  });
  return lines.join('\n');
}
