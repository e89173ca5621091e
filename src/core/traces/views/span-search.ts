import type { SearchTotals } from '../../../contract/span-source.ts';
import { nameTest } from '../../analysis/spans/search.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import type { Nesting } from './nesting.ts';
import type { Turns } from './turns.ts';

/** What a query finds: the last one is kept, since a window is asked for at every frame. */
export interface Found {
  readonly query: string;
  readonly problem: string | null;
  /** Matches before each span, and before the end; null where nothing is searched for. */
  readonly before: Uint32Array | null;
  /** By string, of those that spans have. */
  readonly isMatch: Uint8Array;
}

const NONE = new Uint8Array(0);

export function findSpans({ name, strings, rowCount }: TraceColumns, query: string): Found {
  const test = nameTest(query);
  if (test.kind === 'none') return { query, problem: null, before: null, isMatch: NONE };
  const before = new Uint32Array(rowCount + 1);
  const isMatch = new Uint8Array(strings.length);
  if (test.kind === 'bad') return { query, problem: test.problem, before, isMatch };
  // Strings are also what spans have as details: a name is held against the query when its first span comes.
  const isTested = new Uint8Array(strings.length);
  let matches = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const own = name[row] as number;
    if (isTested[own] === 0) {
      isTested[own] = 1;
      isMatch[own] = test.test(strings[own] ?? '') ? 1 : 0;
    }
    matches += isMatch[own] as number;
    before[row + 1] = matches;
  }
  return { query, problem: null, before, isMatch };
}

export async function searchTotals(
  { name, durationNs, rowCount }: TraceColumns,
  { problem, before, isMatch }: Found,
  nesting: () => Promise<Nesting>,
  turns: Turns,
): Promise<SearchTotals> {
  const spans = before?.[rowCount] ?? 0;
  if (spans === 0) return { problem, spans: 0, names: 0, totalUs: 0 };
  const { order, parent } = await nesting();
  /** Of each span whether it, or one around it, matches. */
  const isCovered = new Uint8Array(rowCount);
  let totalNs = 0;
  for (const row of order) {
    const around = parent[row] as number;
    const isInside = around >= 0 && isCovered[around] === 1;
    const isIts = isMatch[name[row] as number] === 1;
    if (isIts && !isInside) totalNs += durationNs[row] as number;
    if (isIts || isInside) isCovered[row] = 1;
    if (turns.isOver()) await turns.next();
  }
  return {
    problem,
    spans,
    names: isMatch.reduce((sum, each) => sum + each, 0),
    totalUs: totalNs / 1000,
  };
}

/** The next that matches in order of row of the picture's tracks, start and depth, going round at the end. */
export function nextMatch(
  { lanes, startNs }: TraceColumns,
  before: Uint32Array,
  /** Lanes of each track, in the order of the picture. */
  tracks: readonly { readonly first: number; readonly after: number }[],
  from: number | null,
  step: 1 | -1,
): number | null {
  const ownTrack =
    from === null
      ? -1
      : tracks.findIndex(
          ({ first, after }) =>
            from >= (lanes.firstRow[first] as number) && from < (lanes.firstRow[after] as number),
        );
  const count = tracks.length;
  const begin = ownTrack < 0 ? (step === 1 ? 0 : count - 1) : ownTrack;
  // Once more through the track that one is in, since it is gone through from its other end at last.
  for (let taken = 0; taken <= count; taken += 1) {
    const track = tracks[(((begin + step * taken) % count) + count) % count];
    if (track === undefined) return null;
    const found = nextIn(lanes, startNs, before, track, taken === 0 && ownTrack >= 0 ? from : null, step);
    if (found !== null) return found;
  }
  return null;
}

function nextIn(
  { firstRow }: TraceColumns['lanes'],
  startNs: Float64Array,
  before: Uint32Array,
  { first, after }: { readonly first: number; readonly after: number },
  from: number | null,
  step: 1 | -1,
): number | null {
  let best: number | null = null;
  for (let lane = first; lane < after; lane += 1) {
    const [low, high] = [firstRow[lane] as number, firstRow[lane + 1] as number];
    let edge = step === 1 ? low : high;
    if (from !== null) {
      // Spans that begin together: an outer one comes first, and has the lower number.
      const isAfter = (row: number): boolean => {
        const [one, other] = [startNs[row] as number, startNs[from] as number];
        return one > other || (one === other && (step === 1 ? row > from : row >= from));
      };
      edge = partition(low, high, isAfter);
    }
    const found = step === 1 ? matchFrom(before, edge, high) : matchBefore(before, low, edge);
    if (found === null) continue;
    if (best === null) best = found;
    else {
      const difference = (startNs[found] as number) - (startNs[best] as number);
      if (step === 1 ? difference < 0 : difference >= 0) best = found;
    }
  }
  return best;
}

/** The first place for which it holds, of places that first do not and then do. */
function partition(from: number, to: number, holds: (place: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function matchFrom(before: Uint32Array, from: number, to: number): number | null {
  const none = before[from] as number;
  if (before[to] === none) return null;
  return partition(from, to, (row) => (before[row + 1] as number) > none);
}

function matchBefore(before: Uint32Array, from: number, to: number): number | null {
  const all = before[to] as number;
  if (before[from] === all) return null;
  return partition(from, to, (row) => before[row + 1] === all);
}
