import type { SpanTable } from './spans.ts';
import type { TraceViews } from './trace-view.ts';
import type { TraceExport, TraceInfo, TraceProgress, TraceWindow } from './trace.ts';

/** One index to be built, with nothing left to decide. */
export interface ImportJob {
  readonly id: string;
  readonly path: string;
  readonly window: TraceWindow | null;
  /** Where the finished index goes: renamed into place, so that it is whole or not there. */
  readonly folder: string;
  /** On the same disk, made and swept by the host: where it is built. */
  readonly buildingFolder: string;
  /** Bytes that a compressed source may unfold to. */
  readonly mostBytes: number;
}

/** The process that reads traces and holds one open: files of strangers, so it may die at any time. */
export interface ImporterApi extends TraceViews {
  importTrace(job: ImportJob): Promise<TraceInfo>;
  /** Opens an index that stands. */
  openIndex(folder: string): Promise<TraceInfo>;
  /** Writes the whole trace in another format. */
  exportTo(format: TraceExport, path: string): Promise<{ readonly bytes: number }>;
}

export interface ImporterEvents {
  onProgress(progress: Pick<TraceProgress, 'phase' | 'readBytes' | 'totalBytes' | 'spans'>): void;
  /** The first spans, told once while the rest is being read. */
  onPreview(spans: SpanTable): void;
}
