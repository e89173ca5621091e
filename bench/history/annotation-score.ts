const MARGIN = 5;

/**
 * F1 of change points against several people's, as van den Burg & Williams (2020) score them: the first value counts as
 * a change for everybody; precision is over what anybody marked, recall the mean over the people; each found one
 * matches one marked within the margin, the nearest that is left.
 */
export function annotationScore(found: readonly number[], people: readonly (readonly number[])[]): number {
  const all = new Set([0, ...found]);
  const marked = people.map((places) => new Set([0, ...places]));
  const anybody = new Set(marked.flatMap((places) => [...places]));
  const precision = matches(anybody, all) / all.size;
  const recall = marked.reduce((sum, places) => sum + matches(places, all) / places.size, 0) / marked.length;
  return (2 * precision * recall) / (precision + recall);
}

function matches(marked: ReadonlySet<number>, found: ReadonlySet<number>): number {
  const left = new Set(found);
  let count = 0;
  for (const place of [...marked].sort((a, b) => a - b)) {
    const near = [...left].filter((other) => Math.abs(other - place) <= MARGIN);
    const [nearest] = near.sort((a, b) => Math.abs(a - place) - Math.abs(b - place));
    if (nearest === undefined) continue;
    left.delete(nearest);
    count += 1;
  }
  return count;
}
