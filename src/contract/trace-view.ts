import type {
  NameTotals,
  RangeStatistics,
  SearchTotals,
  SourceTrack,
  SpanFacts,
  SpanView,
  SpanWindow,
  TimeRange,
} from './span-source.ts';
import type { TraceReport } from './trace-report.ts';
import type { QueryResult, TraceUnit } from './trace.ts';

/** Which spans are meant: those of the trace, or merged from them. */
export type SpanSelection =
  | { readonly kind: 'time' }
  | { readonly kind: 'left-heavy' }
  | { readonly kind: 'callers'; readonly name: string }
  | { readonly kind: 'callees'; readonly name: string };

/** What a SpanSource says of itself, for the one that stands for it in the page. */
export interface SpanSourceHead {
  readonly unit: TraceUnit;
  readonly axis: 'time' | 'weight';
  readonly fromUs: number;
  readonly toUs: number;
  readonly spanCount: number;
  readonly totalUs: number;
  readonly unplaceable: number;
  readonly rowCount: number;
  readonly tracks: readonly SourceTrack[];
  readonly categories: readonly string[];
  readonly usedCategories: readonly string[];
}

/** A counter's course over a window: least and most of each pixel, so that no peak is lost. */
export interface CounterWindow {
  readonly counter: number;
  readonly atUs: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** Over the whole trace. */
  readonly lowest: number;
  readonly highest: number;
}

export const LINK_KINDS = ['launch', 'flow', 'forward-backward'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** An arrow from one span to another: a launch to its kernel. */
export interface SpanLink {
  readonly kind: LinkKind;
  readonly fromSpan: number;
  readonly toSpan: number;
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** The other end's name, as seen from the span asked about; empty in windows. */
  readonly name: string;
}

export interface LinkWindow {
  readonly links: readonly SpanLink[];
  /** Those in the window; `links` are as many as can be told apart. */
  readonly count: number;
}

/** What a page asks of an open trace; answered by the process that holds its index. */
export interface TraceViews {
  spanSource(selection: SpanSelection): Promise<SpanSourceHead | null>;
  spanWindow(selection: SpanSelection, view: SpanView): Promise<SpanWindow>;
  spanFacts(selection: SpanSelection, span: number): Promise<SpanFacts | null>;
  searchSpans(selection: SpanSelection, query: string): Promise<SearchTotals>;
  nextSpan(
    selection: SpanSelection,
    query: string,
    from: number | null,
    step: 1 | -1,
  ): Promise<number | null>;
  rangeStatistics(selection: SpanSelection, range: TimeRange): Promise<RangeStatistics>;
  nameTotals(selection: SpanSelection): Promise<readonly NameTotals[]>;
  counterWindow(counter: number, range: TimeRange, pixels: number): Promise<CounterWindow>;
  /** Arrows to and from a span. */
  linksOfSpan(span: number): Promise<readonly SpanLink[]>;
  /** Arrows that begin or end in the view, the longest first, at most so many. */
  linkWindow(view: SpanView, most: number): Promise<LinkWindow>;
  /** The span as the source has it, as JSON; null where the source is gone or has changed. */
  spanSourceText(span: number): Promise<string | null>;
  report(range: TimeRange | null): Promise<TraceReport>;
  /** One statement that reads. */
  query(sql: string, mostRows: number): Promise<QueryResult>;
}
