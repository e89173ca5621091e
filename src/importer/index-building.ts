import type { ImportJob } from '../contract/importer-api.ts';
import type { SpanTable } from '../contract/spans.ts';
import type { TraceInfo } from '../contract/trace.ts';
import type { RowSource } from '../core/importers/formats/types.ts';
import type { TraceSink } from '../core/importers/trace-sink.ts';

/** What is known of a source beside its content. */
export type SourceFacts = Pick<
  TraceInfo,
  'id' | 'path' | 'name' | 'format' | 'compression' | 'sourceBytes' | 'importedAt' | 'importMs' | 'window'
>;

/** An index that is being built. */
export interface IndexBuilding {
  readonly sink: TraceSink;
  preview(): SpanTable;
  finish(facts: SourceFacts): TraceInfo;
}

export type BuildIndex = (job: ImportJob) => IndexBuilding;

export type OpenRows = (path: string) => Promise<RowSource & { close(): void }>;
