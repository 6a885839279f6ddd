import { createHash } from 'node:crypto';
import { type Payload, packed } from './payload.js';

/** The compiled parts of the page, the same in every report. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/**
 * The report as one HTML page. It loads nothing: its policy (CSP) allows this script and this style by their hashes, and no connection, image,
 * frame or form. Texts of manifests are only in the packed data and, escaped, in the title.
 */
export function pageOf(payload: Payload, { script, style }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(script)}'`,
    `style-src 'sha256-${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = escaped(payload.data.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} – mesh report</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This report answers requests in the page, so it needs JavaScript. asm-blueprints report --format json has the same facts.</p></noscript>
<div id="report"></div>
<script type="application/octet-stream" id="payload">${packed(payload)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
