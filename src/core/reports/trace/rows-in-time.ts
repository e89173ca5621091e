import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';

/** Rows of one track as a stack sees them: in order of time, each before what lies inside of it. */
export function* rowsInTime({ lanes, startNs }: TraceColumns, track: number): Generator<number> {
  const next: number[] = [];
  const ends: number[] = [];
  for (let lane = 0; lane < lanes.count; lane += 1) {
    if (lanes.track[lane] !== track) continue;
    const depth = lanes.depth[lane] as number;
    next[depth] = lanes.firstRow[lane] as number;
    ends[depth] = lanes.firstRow[lane + 1] as number;
  }
  /** A span belongs to the last one above it that began no later. */
  const nextStart = (depth: number): number => {
    const row = next[depth] ?? 0;
    return row < (ends[depth] ?? 0) ? (startNs[row] as number) : Number.POSITIVE_INFINITY;
  };
  const limits: number[] = [Number.POSITIVE_INFINITY];
  for (let depth = 0; depth >= 0;) {
    const start = nextStart(depth);
    const limit = limits[depth] as number;
    if (start === Number.POSITIVE_INFINITY || start >= limit) {
      depth -= 1;
      continue;
    }
    yield next[depth] as number;
    next[depth] = (next[depth] as number) + 1;
    limits[depth + 1] = Math.min(limit, nextStart(depth));
    depth += 1;
  }
}
