import type { ErrorDetails } from './errors.ts';
import type { SpanTable } from './spans.ts';
import type { Bytes, Milliseconds, WallTime } from './units.ts';

/** What can be read. Each is told by its content, whatever the file is called. */
export const TRACE_FORMATS = [
  'trace-events',
  'nsight-sqlite',
  'onnxruntime',
  'speedscope',
  'cpuprofile',
  'firefox',
  'perf-script',
  'folded',
  'callgrind',
  'pprof',
  'cprofile',
] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** What a span is, whatever its source calls it. Analysis goes by this, colours by the category. */
export const SPAN_KINDS = [
  'other',
  'kernel',
  'memcpy',
  'memset',
  /** Waiting on the device: a stream, an event, a context. */
  'gpu-sync',
  'runtime',
  'driver',
  'operator',
  'annotation',
  /** A user's annotation as it shows on a stream: stands over kernels, is no work itself. */
  'gpu-annotation',
  'python',
  /** One iteration of the profiler's schedule: "ProfilerStep#7". */
  'step',
  'overhead',
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** What is kept of a span's arguments as columns; the rest is read again from the source when asked for. */
export const DETAIL_KEYS = [
  'correlation',
  'external-id',
  'device',
  'stream',
  'bytes',
  'bandwidth-gb-per-s',
  'grid',
  'block',
  'registers',
  'shared-memory',
  'blocks-per-sm',
  'warps-per-sm',
  'occupancy-percent',
  'input-shapes',
  'input-types',
  'sequence',
  'forward-thread',
  'collective',
  'collective-elements-in',
  'collective-elements-out',
  'collective-type',
  'collective-size',
  'group-name',
  'group-ranks',
  'wait-stream',
  'graph-node',
  'call-stack',
] as const;
export type DetailKey = (typeof DETAIL_KEYS)[number];

/** Of these the value is text: an index into the strings of the trace. Of all others it is the number itself. */
export const TEXT_DETAILS: ReadonlySet<DetailKey> = new Set([
  'grid',
  'block',
  'input-shapes',
  'input-types',
  'collective',
  'collective-type',
  'group-name',
  'group-ranks',
  'call-stack',
]);

/** What a track is of. Streams are the rows of a device, in the order of the source. */
export type TrackKind = 'thread' | 'stream' | 'async' | 'stack';

export interface TraceTrack {
  readonly process: string;
  readonly name: string;
  readonly kind: TrackKind;
  /** Place among the tracks as the source wishes it; tracks are kept in this order. */
  readonly sort: number;
  /** How deep its spans lie at most; 0 for none. */
  readonly depth: number;
  readonly spans: number;
}

export interface TraceCounter {
  readonly process: string;
  readonly name: string;
  readonly unit: string;
  readonly samples: number;
}

/** What the lengths of a trace mean; all but time have no place on a clock. */
export type TraceUnit = 'ns' | 'samples' | 'bytes' | 'events';

/** What was odd about the source, as a closed set. */
export const TRACE_WARNINGS = [
  'cut',
  'broken-events',
  'unbalanced',
  'overlapping',
  'negative-duration',
  'without-time',
  'clock-bases',
  'no-spans',
  'no-gpu',
  'unknown-schema',
  'approximate',
  'limits',
] as const;

export interface TraceWarning {
  readonly kind: (typeof TRACE_WARNINGS)[number];
  /** One sentence: what, how many, what was done about it. */
  readonly text: string;
  readonly count: number;
  /** Where in the (uncompressed) source it was seen first; null where that means nothing. */
  readonly atByte: number | null;
}

export interface TraceDevice {
  readonly id: number;
  readonly name: string;
  readonly memoryBytes: Bytes | null;
  readonly computeCapability: string | null;
  readonly multiprocessors: number | null;
  readonly warpSize: number | null;
  readonly maxThreadsPerMultiprocessor: number | null;
}

/** A trace that has its index. */
export interface TraceInfo {
  /** The same file, unchanged, read with the same window has the same id. */
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly format: TraceFormat;
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly sourceBytes: Bytes;
  readonly indexBytes: Bytes;
  readonly importedAt: WallTime;
  readonly importMs: Milliseconds;
  readonly unit: TraceUnit;
  /** What 0 stands for on the source's own clock, whole nanoseconds in digits: too many for a double. */
  readonly baseNs: string;
  readonly spans: number;
  /** From the first start to the last end, from baseNs. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly strings: number;
  readonly links: number;
  readonly tracks: readonly TraceTrack[];
  readonly counters: readonly TraceCounter[];
  readonly devices: readonly TraceDevice[];
  /** Facts of the source as it tells them, such as "Rank", "PyTorch" or "Command". */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly warnings: readonly TraceWarning[];
  /** What was asked for of the whole; null for all. */
  readonly window: TraceWindow | null;
}

/** From the first start in the trace. */
export interface TraceWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface OpenTraceRequest {
  readonly path: string;
  /** Keeps only what lies in this time, of a trace too long to want all of it. */
  readonly window?: TraceWindow;
  /** Reads the source again although there is an index. */
  readonly again?: boolean;
}

export const TRACE_PHASES = ['waiting', 'reading', 'indexing', 'ready', 'failed', 'stopped'] as const;

export interface TraceProgress {
  readonly id: string;
  readonly path: string;
  readonly phase: (typeof TRACE_PHASES)[number];
  /** Of the file as it lies on the disk. */
  readonly readBytes: Bytes;
  readonly totalBytes: Bytes;
  readonly spans: number;
  readonly elapsedMs: Milliseconds;
  readonly remainingMs: Milliseconds | null;
  /** Of 'failed'. */
  readonly error: ErrorDetails | null;
}

/** What was read first of a trace that is still being read. */
export interface TracePreview {
  readonly id: string;
  readonly spans: SpanTable;
}

export interface TraceState {
  readonly id: string;
  readonly path: string;
  /** Null until it is ready. */
  readonly info: TraceInfo | null;
  /** Of its opening; null for a trace that only lies on the disk. */
  readonly progress: TraceProgress | null;
}

/** A place or a stretch of time worth coming back to. Kept with the trace. */
export interface TraceBookmark {
  readonly id: string;
  readonly label: string;
  readonly fromUs: number;
  /** Null for a moment. */
  readonly toUs: number | null;
}

export interface TraceNotes {
  readonly text: string;
  readonly bookmarks: readonly TraceBookmark[];
}

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** More rows than were asked for. */
  readonly isTruncated: boolean;
  readonly tookMs: Milliseconds;
}

export const TRACE_EXPORTS = ['chrome-trace', 'speedscope', 'folded', 'arrow', 'csv'] as const;
export type TraceExport = (typeof TRACE_EXPORTS)[number];
