import type { ExportedFile } from './exported-file.ts';
import type { TraceViews } from './trace-view.ts';
import type { OpenTraceRequest, TraceExport, TraceInfo, TraceNotes, TraceState } from './trace.ts';

/** The same call, about one of the traces. */
type OfTrace<Call> = Call extends (...args: infer Args) => infer Answer
  ? (traceId: string, ...args: Args) => Answer
  : never;

type TraceViewCalls = {
  readonly spanSource: OfTrace<TraceViews['spanSource']>;
  readonly spanWindow: OfTrace<TraceViews['spanWindow']>;
  readonly spanFacts: OfTrace<TraceViews['spanFacts']>;
  readonly searchSpans: OfTrace<TraceViews['searchSpans']>;
  readonly nextSpan: OfTrace<TraceViews['nextSpan']>;
  readonly rangeStatistics: OfTrace<TraceViews['rangeStatistics']>;
  readonly nameTotals: OfTrace<TraceViews['nameTotals']>;
  readonly counterWindow: OfTrace<TraceViews['counterWindow']>;
  readonly linksOfSpan: OfTrace<TraceViews['linksOfSpan']>;
  readonly linkWindow: OfTrace<TraceViews['linkWindow']>;
  readonly spanSourceText: OfTrace<TraceViews['spanSourceText']>;
  readonly traceReport: OfTrace<TraceViews['report']>;
  readonly queryTrace: OfTrace<TraceViews['query']>;
};

export interface TraceApi extends TraceViewCalls {
  /** Ends the query that is being answered, if there is one. */
  stopTraceQuery(traceId: string): Promise<void>;
  /** The native dialog; null where it was closed or there is none. */
  pickTraceFile(): Promise<string | null>;
  /** Answers at once: what follows is told by 'trace-progress'. A file seen before is ready before the answer. */
  openTrace(request: OpenTraceRequest): Promise<TraceState>;
  /** Ends the reading; nothing of it stays on the disk. */
  stopTrace(traceId: string): Promise<void>;
  getTrace(traceId: string): Promise<TraceState>;
  /** Those with an index, the latest first. */
  listTraces(): Promise<readonly TraceInfo[]>;
  /** Removes the index and what was noted; the source stays where it is, unless it is the copy that an upload made. */
  removeTraces(traceIds: readonly string[]): Promise<void>;
  getTraceNotes(traceId: string): Promise<TraceNotes>;
  saveTraceNotes(traceId: string, notes: TraceNotes): Promise<void>;
  /** As one file in memory: rejects where that would be too large, and names the command that writes it to the disk. */
  exportTrace(traceId: string, format: TraceExport): Promise<ExportedFile>;
}
