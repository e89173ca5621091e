/**
 * The level with its long arrows cut at each rank they pass. All arrows from one point of a box share their line as
 * long as they run together, so that a mask read by every layer is one line, not twelve.
 */
export interface RoutedLevel {
  /** Boxes first, then places on lines. */
  readonly count: number;
  readonly boxCount: number;
  readonly rank: Int32Array;
  /** Between neighbouring ranks; offsets from the middle of the ends. */
  readonly linkFrom: Int32Array;
  readonly linkTo: Int32Array;
  readonly linkFromX: Float64Array;
  readonly linkToX: Float64Array;
  /** Of each arrow, the places on its line; null where it is too long for the budget and is drawn straight. */
  readonly places: readonly (readonly number[] | null)[];
}

/** Places on lines: four for each box, but enough for a small graph with long arrows. */
const FEWEST_PLACES = 12_000;
const PLACES_PER_BOX = 4;

interface Line {
  readonly source: number;
  readonly offset: number;
  readonly arrows: number[];
  length: number;
}

/** Arrows lead downwards: those that close cycles have been turned. */
export function routeLines(
  from: Int32Array,
  to: Int32Array,
  fromX: Float64Array,
  toX: Float64Array,
  rankOfBox: Int32Array,
  isFeedback: Uint8Array,
): RoutedLevel {
  const boxCount = rankOfBox.length;
  const lines = new Map<string, Line>();
  for (let arrow = 0; arrow < from.length; arrow += 1) {
    const source = from[arrow] as number;
    const offset = fromX[arrow] as number;
    const key = isFeedback[arrow] === 1 ? `back ${arrow}` : `${source} ${offset}`;
    const line = lines.get(key) ?? { source, offset, arrows: [], length: 0 };
    lines.set(key, line);
    line.arrows.push(arrow);
    const span = (rankOfBox[to[arrow] as number] as number) - (rankOfBox[source] as number) - 1;
    line.length = Math.max(line.length, span);
  }

  let left = Math.max(FEWEST_PLACES, boxCount * PLACES_PER_BOX);
  const ranks: number[] = [...rankOfBox];
  const linkFrom: number[] = [];
  const linkTo: number[] = [];
  const linkFromX: number[] = [];
  const linkToX: number[] = [];
  const places = new Array<readonly number[] | null>(from.length).fill(null);
  for (const line of [...lines.values()].sort((a, b) => a.length - b.length)) {
    if (line.length > left) continue;
    left -= line.length;
    const first = (rankOfBox[line.source] as number) + 1;
    const own: number[] = [];
    for (let step = 0; step < line.length; step += 1) {
      const place = ranks.length;
      ranks.push(first + step);
      linkFrom.push(own.at(-1) ?? line.source);
      linkTo.push(place);
      linkFromX.push(step === 0 ? line.offset : 0);
      linkToX.push(0);
      own.push(place);
    }
    for (const arrow of line.arrows) {
      const target = to[arrow] as number;
      const passed = (rankOfBox[target] as number) - first;
      places[arrow] = own.slice(0, passed);
      linkFrom.push(passed === 0 ? line.source : (own[passed - 1] as number));
      linkTo.push(target);
      linkFromX.push(passed === 0 ? line.offset : 0);
      linkToX.push(toX[arrow] as number);
    }
  }
  return {
    count: ranks.length,
    boxCount,
    rank: Int32Array.from(ranks),
    linkFrom: Int32Array.from(linkFrom),
    linkTo: Int32Array.from(linkTo),
    linkFromX: Float64Array.from(linkFromX),
    linkToX: Float64Array.from(linkToX),
    places,
  };
}
