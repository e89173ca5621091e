import type { TraceNative } from '../../../../native/trace.d.ts';
import type { TraceFormat } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';

/** The start of a file, uncompressed: enough to tell its format by, whatever it is called. */
export interface FileHead {
  readonly bytes: Uint8Array;
  /** The head is the whole. */
  readonly isWhole: boolean;
}

/** Takes a file's bytes as they come, in pieces cut anywhere. What is wrong with them is a DynoError of TRACE_INVALID. */
export interface TraceReading {
  push(bytes: Uint8Array): void;
  end(): void;
}

export interface StreamImporter {
  readonly format: TraceFormat;
  readonly source: 'bytes';
  /** What people call it: "Python cProfile". */
  readonly title: string;
  sniff(head: FileHead): boolean;
  /** What the addon can do faster it does there, if it is given; what comes of it is the same. */
  read(sink: TraceSink, native?: TraceNative | null): TraceReading;
}

/** Rows of a database, as core/store hands them out. */
export interface RowSource {
  tables(): readonly string[];
  columns(table: string): readonly string[];
  /** In order of their place in the table. Integers beyond 2^53 lose digits: they are taken apart in SQL. */
  rows(sql: string): Iterable<Readonly<Record<string, string | number | bigint | Uint8Array | null>>>;
}

export interface RowImporter {
  readonly format: TraceFormat;
  readonly source: 'rows';
  readonly title: string;
  sniff(head: FileHead): boolean;
  /** Yields now and then, with how much is done of 1, so that progress can be told and the reading be ended. */
  read(rows: RowSource, sink: TraceSink): Iterable<number>;
}

export type TraceImporter = StreamImporter | RowImporter;
