/** GitHub takes 65,536 characters a comment; some are left for what a proxy may add. */
const LONGEST = 65_000;
/** GitHub draws mermaid up to this many characters. */
const LONGEST_PICTURE = 50_000;

/**
 * What tells the comment of a review from all others; nothing of it shows.
 *
 * @param {string} key
 */
export function markerOf(key) {
  // The end of an HTML comment must not be in it.
  return `<!-- asm-blueprints:review ${key.replace(/[^\w./-]+/g, '_').replaceAll('--', '_')} -->`;
}

/**
 * A text as a block of code that it cannot end itself.
 *
 * @param {string} text
 * @param {string} language
 */
function block(text, language = '') {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}\n`;
}

/**
 * A text that is cut at the end of a line, with word of it.
 *
 * @param {string} text
 * @param {number} most characters
 */
function cut(text, most) {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/\n[^\n]*$/, '');
  const left = text.slice(kept.length).trim().split('\n').length;
  return `${kept}\n… and ${left} more lines; the log of the job has the commands that print them`;
}

/**
 * The comment: what changes first, then what is wrong, then the picture.
 *
 * @param {{ marker: string, path: string, findings: Ran, changes: Ran | undefined, picture: Ran }} parts
 * @typedef {{ status: number, stdout: string, stderr: string }} Ran
 */
export function commentText({ marker, path, findings, changes, picture }) {
  const head = `${marker}\n### Mesh review of \`${path.replaceAll('`', '')}\`\n\n`;
  const drawing =
    picture.stdout !== '' && picture.stdout.length <= LONGEST_PICTURE && [0, 3].includes(picture.status)
      ? `\n<details><summary>Picture</summary>\n\n${block(picture.stdout, 'mermaid')}\n</details>\n`
      : '';
  const room = Math.floor((LONGEST - head.length - drawing.length) / 2) - 500;
  const body = [
    changes === undefined ? '' : section('Requests that change their answer', changes, room),
    section(changes === undefined ? 'Findings' : 'New and fixed findings', findings, room),
  ];
  return `${head}${body.filter((text) => text !== '').join('\n')}${drawing}`;
}

/**
 * @param {string} title
 * @param {{ status: number, stdout: string, stderr: string }} ran
 * @param {number} room
 */
function section(title, { status, stdout, stderr }, room) {
  const isRead = status === 0 || status === 1;
  const text = isRead ? stdout : `${stdout}${stderr}`;
  const note = isRead ? '' : ' (not everything could be read)';
  return `#### ${title}${note}\n\n${text.trim() === '' ? 'None.\n' : block(cut(text, room))}`;
}
