/** The name that somebody probably meant: the one fewest edits away, at most a third of its letters; undefined when none is near. */
export function closestName(written: string, names: readonly string[]): string | undefined {
  let closest: string | undefined;
  let fewest = Math.floor(Math.max(written.length, 3) / 3) + 1;
  for (const name of names) {
    const edits = editDistance(letters(written), letters(name));
    if (edits < fewest) {
      fewest = edits;
      closest = name;
    }
  }
  return closest;
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that make one text of another. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      let edits = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      }
      current.push(edits);
    }
    before = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
