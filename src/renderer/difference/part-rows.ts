import type { Difference, DifferencePart, DifferenceSide } from '../../contract/difference.ts';

/** A part with its place, so that a row can be found again. */
export interface PartRow {
  readonly place: number;
  readonly part: DifferencePart;
  readonly ops: string;
  readonly module: string;
  readonly providers: string;
  readonly shapes: string;
}

export function partRows({ parts }: Difference): readonly PartRow[] {
  return parts.map((part, place) => ({
    place,
    part,
    ops: changed(part, ({ ops }) => ops) || part.op,
    module: part.module.join('/'),
    providers: changed(part, ({ providers }) => providers),
    shapes: changed(part, ({ shapes }) => shapes),
  }));
}

/** What both have once; else A's, an arrow, and B's. */
function changed({ a, b }: DifferencePart, of: (side: DifferenceSide) => readonly string[]): string {
  const words = (side: DifferenceSide | null): string =>
    side === null ? '' : [...new Set(of(side))].filter((word) => word !== '').join(', ');
  const [before, after] = [words(a), words(b)];
  if (before === after || after === '') return before;
  return before === '' ? after : `${before} → ${after}`;
}

export interface PartSums {
  readonly aMs: number;
  readonly bMs: number;
  readonly deltaMs: number;
  readonly ownDeltaMs: number;
}

export function sumsOf(rows: readonly PartRow[]): PartSums {
  let [aMs, bMs, deltaMs, ownDeltaMs] = [0, 0, 0, 0];
  for (const { part } of rows) {
    aMs += part.a?.ms ?? 0;
    bMs += part.b?.ms ?? 0;
    deltaMs += part.deltaMs;
    ownDeltaMs += part.ownDeltaMs;
  }
  return { aMs, bMs, deltaMs, ownDeltaMs };
}
