import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import type { TraceNative } from '../../native/trace.d.ts';
import { DynoError } from '../contract/errors.ts';
import type { ImporterEvents, ImportJob } from '../contract/importer-api.ts';
import type { TraceInfo, TraceWarning } from '../contract/trace.ts';
import type { RowImporter, StreamImporter, TraceImporter } from '../core/importers/formats/types.ts';
import type { TraceSink } from '../core/importers/trace-sink.ts';
import type { BuildIndex, IndexBuilding, OpenRows } from './index-building.ts';
import { ProgressTeller } from './progress-teller.ts';
import { builtIn } from './index-files.ts';
import { importerFor } from './sniff.ts';
import { openSource, type TraceSource } from './source/trace-source.ts';
import { traceInvalid } from './trace-invalid.ts';

type Warned = readonly [kind: TraceWarning['kind'], text: string, atByte: number | null];

const PIECE_AT_ONCE = 1024 * 1024;

/** Smaller files are read before threads to scan them in parts have begun. */
const LARGE_BYTES = 32 * 1024 * 1024;

/** Trace events from a file that is as it should be read, by parts. */
export type ReadEventsFile = (
  path: string,
  sink: TraceSink,
  onProgress: (readBytes: number) => Promise<void>,
) => Promise<void>;

export interface ImportParts {
  readonly importers: readonly TraceImporter[];
  readonly events: ImporterEvents;
  readonly build: BuildIndex;
  readonly openRows: OpenRows;
  /** Of the native addon; null where there is none. */
  readonly native: TraceNative | null;
  /** Where it is not given, large files come in pieces like all others. */
  readonly readEventsFile?: ReadEventsFile;
  readonly wallNow: () => number;
}

/** Reads a source of any known format into an index, which is in its place when this resolves. */
export async function importTrace(job: ImportJob, parts: ImportParts): Promise<TraceInfo> {
  const begun = performance.now();
  const warnings: Warned[] = [];
  let cut: string | null = null;
  const source = await openSource(job.path, job.mostBytes, (...warning) => {
    warnings.push(warning);
    if (warning[0] === 'cut') cut ??= warning[1];
  });
  try {
    const head = { bytes: source.head, isWhole: source.headIsWhole };
    const importer = importerFor(head, parts.importers, job.path);
    const building = parts.build(job);
    const progress = new ProgressTeller(parts.events, source.sizeBytes);
    const tell = (): void => warnings.splice(0).forEach((warning) => building.sink.warn(...warning));
    try {
      const { readEventsFile } = parts;
      const isLargeEvents = importer.format === 'trace-events' && source.sizeBytes >= LARGE_BYTES;
      if (readEventsFile !== undefined && isLargeEvents && source.isPlain)
        await readEventsFile(job.path, building.sink, async (readBytes) => {
          if (progress.reading(readBytes, building.sink.spanCount, building.preview)) await turn();
        });
      else if (importer.source === 'bytes')
        await readBytes(source, importer, building, progress, parts.native, tell);
      else await readRows(source, importer, building, progress, job, parts.openRows);
    } catch (error) {
      throw ofFile(error, importer, cut, job.path);
    }
    tell();
    await refuseChanged(source);
    progress.indexing(building.sink.spanCount);
    // What was told leaves first: the index is written in one go.
    await turn();
    const info = building.finish({
      id: job.id,
      path: job.path,
      name: basename(job.path),
      format: importer.format,
      compression: source.compression,
      sourceBytes: source.sizeBytes,
      importedAt: parts.wallNow(),
      importMs: performance.now() - begun,
      window: job.window,
    });
    await putInPlace(job);
    return info;
  } finally {
    await source.close();
  }
}

async function readBytes(
  source: TraceSource,
  importer: StreamImporter,
  { sink, preview }: IndexBuilding,
  progress: ProgressTeller,
  native: TraceNative | null,
  tellWarnings: () => void,
): Promise<void> {
  const reading = importer.read(sink, native);
  for await (const piece of source.pieces()) {
    // In steps of one size, whatever the source gives: so that word of it goes out in time.
    for (let from = 0; from < piece.length; from += PIECE_AT_ONCE) {
      reading.push(piece.subarray(from, from + PIECE_AT_ONCE));
      if (progress.reading(source.readBytes, sink.spanCount, preview)) await turn();
    }
  }
  // Before what the importer finds at such an end: of one kind the first word holds.
  tellWarnings();
  reading.end();
}

async function readRows(
  source: TraceSource,
  importer: RowImporter,
  { sink, preview }: IndexBuilding,
  progress: ProgressTeller,
  job: ImportJob,
  openRows: OpenRows,
): Promise<void> {
  const unfolded = join(job.buildingFolder, 'source.sqlite');
  if (!source.isPlain) await pipeline(source.pieces(), createWriteStream(unfolded, { mode: 0o600 }));
  const rows = await openRows(source.isPlain ? job.path : unfolded);
  try {
    for (const done of importer.read(rows, sink)) {
      const readBytes = Math.min(1, Math.max(0, done)) * source.sizeBytes;
      if (progress.reading(readBytes, sink.spanCount, preview)) await turn();
    }
  } finally {
    rows.close();
    await rm(unfolded, { force: true });
  }
}

/** An importer knows its format, not the file; and of a file that was cut, the cut is the news. */
function ofFile(error: unknown, { title }: TraceImporter, cut: string | null, path: string): unknown {
  if (!(error instanceof DynoError) || error.code !== 'TRACE_INVALID') return error;
  return new DynoError({
    ...error.details(),
    message: cut === null ? error.message : `${cut} ${error.message}`,
    subject: error.subject === path ? path : `${path}, read as ${title}`,
  });
}

/** A trace that is still being written would get an index of a part, under the name of the whole. */
async function refuseChanged({ path, sizeBytes, mtimeMs }: TraceSource): Promise<void> {
  const now = await stat(path).catch(() => null);
  if (now === null || (now.size === sizeBytes && now.mtimeMs === mtimeMs)) return;
  throw traceInvalid('The file changed while it was read.', path, 'Open it again when it has been written.');
}

/** An index that was there before gives way at once, so that none is ever half there. */
async function putInPlace({ folder, buildingFolder }: ImportJob): Promise<void> {
  const former = `${buildingFolder}-former`;
  await rename(folder, former).catch(() => undefined);
  await rename(builtIn(buildingFolder), folder);
  await rm(former, { recursive: true, force: true });
  await rm(buildingFolder, { recursive: true, force: true });
}
