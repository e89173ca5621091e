import type { DetailKey, TraceInfo } from '../../../contract/trace.ts';

/**
 * A trace by columns, as analysis, views, queries and exports read it. A row is a span; rows are in order of lane
 * (track, then depth) and of their start within it, so that a lane's spans lie together and do not overlap.
 * Columns are read from the disk when first asked for, and whole.
 */
export interface TraceColumns {
  readonly info: TraceInfo;
  /** Names, categories and texts of details; 0 is the empty text. */
  readonly strings: readonly string[];
  readonly rowCount: number;
  readonly lanes: TraceLanes;
  /** From the base, whole nanoseconds. */
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  /** Without what lies inside of it on the same track. */
  readonly ownNs: Float64Array;
  /** Into strings. */
  readonly name: Uint32Array;
  /** Into categories, which are strings. */
  readonly category: Uint16Array;
  readonly categories: readonly string[];
  /** Into SPAN_KINDS. */
  readonly kind: Uint8Array;
  readonly track: Uint16Array;
  readonly depth: Uint16Array;
  /** Where the span begins in the (uncompressed) source; −1 where it has no place of its own. */
  readonly sourceOffset: Float64Array;
  /** Rows that have this detail, ascending, and its value. Empty where none has. */
  detail(key: DetailKey): DetailColumn;
  readonly links: LinkColumns;
  /** Samples of a counter in order of time. */
  counter(counter: number): CounterColumns;
  /** Levels over the rows of each lane; an index has them, columns made by hand need not. */
  readonly zoom?: ZoomColumns;
  /** Like the levels. */
  readonly use?: SpanUse;
}

/** What a view has to know of all spans before it can show the first: reading all columns for it would take long. */
export interface SpanUse {
  /** Of all spans. */
  readonly ownNs: number;
  /** How many are of this kind and category, both by number; none where there are none. */
  readonly groups: readonly { readonly kind: number; readonly category: number; readonly spans: number }[];
  /** Strings that are names of kernels. */
  readonly kernelNames: readonly number[];
}

/**
 * Over the rows of a lane stands a tree: a node of level 1 stands for 16 rows that follow one another, one of level 2
 * for 16 of those, until one is left. Rows of a lane do not overlap, so that a node's time goes from its first start
 * to its last end. Nodes of all lanes lie one after another, each lane's by level.
 */
export interface ZoomColumns {
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** The row of the longest span in it, and how long that is. */
  readonly longest: Uint32Array;
  readonly longestNs: Float64Array;
}

export interface TraceLanes {
  readonly count: number;
  readonly track: Uint16Array;
  readonly depth: Uint16Array;
  /** Lane i has rows firstRow[i] to firstRow[i + 1]. */
  readonly firstRow: Uint32Array;
}

export interface DetailColumn {
  readonly rows: Uint32Array;
  /** A number, or an index into strings, as TEXT_DETAILS says. */
  readonly values: Float64Array;
}

/** In order of `from`. */
export interface LinkColumns {
  readonly kind: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

export interface CounterColumns {
  readonly atNs: Float64Array;
  readonly value: Float64Array;
}
