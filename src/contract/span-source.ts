import type { TraceUnit } from './trace.ts';

/**
 * What a flame chart is drawn from: spans of any origin and number, asked for by what can be seen of them. Every
 * answer is a promise, so that a source may as well sit behind an index on disk or in another process.
 */
export interface SpanSource {
  /** What a microsecond here stands for a thousandth of; nanoseconds where it is left out. */
  readonly unit?: TraceUnit;
  /** What lengths mean: time as it went by, or time added up over merged stacks. */
  readonly axis: 'time' | 'weight';
  /** From the first start to the last end; both 0 where there is no span. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly spanCount: number;
  /** Time covered by spans of each track, nothing counted twice. */
  readonly totalUs: number;
  /** Spans left out, since their start is no number. */
  readonly unplaceable: number;
  readonly rowCount: number;
  readonly tracks: readonly SourceTrack[];
  readonly categories: readonly string[];
  /** Those that spans have, in the order of the list. */
  readonly usedCategories: readonly string[];
  window(view: SpanView): Promise<SpanWindow>;
  span(id: number): Promise<SpanFacts | null>;
  /** The first span that belongs to this; null where none does. */
  spanOf(subject: number): Promise<number | null>;
  search(query: string): Promise<SearchTotals>;
  /** The next span that matches in order of track, time and depth, going round at the end; null where none does. */
  nextMatch(query: string, from: number | null, step: 1 | -1): Promise<number | null>;
  statistics(range: TimeRange): Promise<RangeStatistics>;
  /** All names with what they took, the most own time first. */
  nameTotals(): Promise<readonly NameTotals[]>;
  /** Same stacks merged, the heaviest left, of each track. */
  leftHeavy(): Promise<SpanSource>;
  /** Null where no span has this name. */
  sandwich(name: string): Promise<Sandwich | null>;
}

export interface SourceTrack {
  readonly name: string;
  readonly group: string;
  /** Its rows are firstRow to firstRow + rows − 1. A track that is headed has its heading one row above them. */
  readonly firstRow: number;
  readonly rows: number;
  readonly isHeaded: boolean;
  /** One row of when anything of the group ran: what is left of the group where it is folded. */
  readonly isSummary?: boolean;
}

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface SpanView extends TimeRange {
  readonly fromRow: number;
  /** Not part of it any more. */
  readonly toRow: number;
  readonly pixels: number;
  /** Marks what matches it; empty for no search. */
  readonly query: string;
  /** Only these of the rows: what lies between them is folded. */
  readonly rows?: readonly number[];
}

/** Rectangles in no particular order, by columns: a few thousand at most, nothing outside of the view. */
export interface SpanWindow {
  readonly count: number;
  /** The span, or the longest looked at of those merged here. */
  readonly span: Int32Array;
  /** How many spans it stands for. */
  readonly merged: Int32Array;
  readonly row: Int32Array;
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
  readonly category: Uint8Array;
  /** Into `names`. */
  readonly name: Int32Array;
  readonly names: readonly string[];
  readonly isMatch: Uint8Array;
}

export interface SpanFacts {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly track: string;
  readonly row: number;
  readonly startUs: number;
  readonly durationUs: number;
  /** Without what is inside of it. */
  readonly ownUs: number;
  /** Spans of the table that it stands for: 1, or those merged by a layout. */
  readonly count: number;
  readonly subject: number;
  readonly parent: { readonly id: number; readonly name: string; readonly durationUs: number } | null;
  /** The outermost span around it, such as its iteration. */
  readonly root: { readonly name: string; readonly durationUs: number } | null;
  readonly ofName: { readonly count: number; readonly totalUs: number; readonly ownUs: number };
}

export interface SearchTotals {
  /** What is wrong with the pattern; null for none. */
  readonly problem: string | null;
  readonly spans: number;
  readonly names: number;
  /** A match inside of another one is not counted again. */
  readonly totalUs: number;
}

export interface NameTotals {
  readonly name: string;
  readonly category: string;
  readonly count: number;
  /** A span inside of one with the same name is not counted again. */
  readonly totalUs: number;
  readonly ownUs: number;
}

export interface RangeStatistics {
  readonly spans: number;
  /** Of what lies in the range, nothing counted twice on one track. */
  readonly totalUs: number;
  readonly byCategory: readonly {
    readonly category: string;
    readonly count: number;
    readonly ownUs: number;
  }[];
  /** The most own time first, 200 at most; the spans counted belong to nameCount of them. */
  readonly byName: readonly NameTotals[];
  readonly nameCount: number;
}

export interface Sandwich {
  readonly name: string;
  readonly totals: NameTotals;
  /** Row 0 is the name itself, its callers in the rows after. */
  readonly callers: SpanSource;
  /** Row 0 is the name itself, what it called in the rows after. */
  readonly callees: SpanSource;
}
