/** Texts with gaps between them: every gap takes any text of at least its length. */
export interface Glob {
  /** The literal texts, one more than gaps; the first begins the text, the last ends it. */
  readonly pieces: readonly string[];
  /** The least length of each gap, in characters. */
  readonly gaps: readonly number[];
}

/** A text in which `*` stands for any text, the empty one too. */
export function parseGlob(text: string): Glob {
  const pieces = text.split('*');
  return { pieces, gaps: pieces.slice(1).map(() => 0) };
}

/**
 * Whether a glob takes a whole text. The first place of each piece is the right one if there is any, since the gap after it takes
 * the rest; so nothing is tried twice, whatever the number of gaps.
 */
export function matchesGlob({ pieces, gaps }: Glob, text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.length - 1;
  if (last <= 0) {
    return text === first;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  let end = first.length;
  for (let index = 1; index < last; index += 1) {
    const piece = pieces[index] ?? '';
    const from = end + (gaps[index - 1] ?? 0);
    const at = text.indexOf(piece, from);
    if (at < from) {
      return false;
    }
    end = at + piece.length;
  }
  const tail = pieces[last] ?? '';
  return text.length - tail.length >= end + (gaps[last - 1] ?? 0) && text.endsWith(tail);
}
