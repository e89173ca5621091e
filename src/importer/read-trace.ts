import { availableParallelism } from 'node:os';
import type { ImporterEvents, ImportJob } from '../contract/importer-api.ts';
import type { TraceInfo } from '../contract/trace.ts';
import { importers } from '../core/importers/formats/index.ts';
import { createTraceBuilder } from '../core/traces/build/trace-builder.ts';
import { loadAddon } from '../native/load-addon.ts';
import { importTrace, type ReadEventsFile } from './import-trace.ts';
import type { BuildIndex } from './index-building.ts';
import { builtIn } from './index-files.ts';
import { openRows } from './open-rows.ts';
import { fastestScanner } from './trace-events/event-scanner.ts';
import { readTraceEventsFile } from './trace-events/read-trace-events-file.ts';

/** Enough to fill a screen while the rest is read. */
const PREVIEWED_SPANS = 20_000;
/** More would wait for the one that takes what they find. */
const MOST_SCAN_THREADS = 2;

const build: BuildIndex = (job) => {
  const builder = createTraceBuilder(builtIn(job.buildingFolder), { window: job.window });
  return {
    sink: builder,
    preview: () => builder.preview(PREVIEWED_SPANS),
    finish: (facts) => builder.finish(facts),
  };
};

/**
 * Any source into an index: all that only reading needs is loaded with this file. `program` is what this process runs,
 * for threads that scan beside it.
 */
export function readTrace(
  job: ImportJob,
  events: ImporterEvents,
  program: string | null,
): Promise<TraceInfo> {
  const native = loadAddon().addon?.trace ?? null;
  const readEventsFile: ReadEventsFile = (path, sink, onProgress) =>
    readTraceEventsFile(path, sink, {
      createScanner: fastestScanner,
      onProgress,
      threads: program === null ? 0 : threadsBeside(),
      program: program ?? '',
    });
  return importTrace(job, { importers, events, build, openRows, native, readEventsFile, wallNow: Date.now });
}

/** One core makes the index. */
function threadsBeside(): number {
  return Math.min(MOST_SCAN_THREADS, availableParallelism() - 1);
}
