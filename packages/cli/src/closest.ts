/** The known word nearest to what was typed, if it is near enough to be meant. */
export function closest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  let best: { word: string; distance: number } | undefined;
  for (const word of known) {
    const distance = editDistance(wanted, word.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word, distance };
  }
  return best !== undefined && best.distance <= allowedDistance(wanted) ? best.word : undefined;
}

/** `Did you mean …?`, or the list where nothing is near; for the hint of an error. */
export function suggest(typed: string, known: readonly string[]): string {
  const near = closest(typed, known);
  const list =
    known.length <= MAX_LISTED ? known : [...known.slice(0, MAX_LISTED), `… (${known.length} in all)`];
  const choices = `Known: ${list.join(", ")}.`;
  return near === undefined ? choices : `Did you mean ${near}? ${choices}`;
}

const MAX_LISTED = 40;

function allowedDistance(word: string): number {
  return word.length <= 2 ? 1 : word.length <= 6 ? 2 : 3;
}

/** Optimal string alignment: a swap of neighbours counts as one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let value = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) value = Math.min(value, at(beforeLast, column - 2) + 1);
      current.push(value);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Number.POSITIVE_INFINITY;
}
