import type { Segment } from './segment.ts';

/** Joins the two neighbours whose change is least sure until all that are left are surer than alpha. */
export function* pruneChanges(
  all: readonly Segment[],
  chanceOf: (left: Segment, right: Segment) => number,
  join: (left: Segment, right: Segment) => Segment,
  alpha: number,
): Generator<void, readonly Segment[]> {
  const segments = [...all];
  const chances: number[] = [];
  for (let at = 1; at < segments.length; at += 1) {
    chances.push(chanceOf(segments[at - 1] as Segment, segments[at] as Segment));
    yield;
  }
  while (chances.length > 0) {
    let worst = 0;
    chances.forEach((chance, at) => {
      if (chance > (chances[worst] as number)) worst = at;
    });
    if ((chances[worst] as number) <= alpha) break;
    yield;
    const joined = join(segments[worst] as Segment, segments[worst + 1] as Segment);
    segments.splice(worst, 2, joined);
    chances.splice(worst, 1);
    if (worst > 0) chances[worst - 1] = chanceOf(segments[worst - 1] as Segment, joined);
    if (worst < chances.length) chances[worst] = chanceOf(joined, segments[worst + 1] as Segment);
  }
  return segments;
}
