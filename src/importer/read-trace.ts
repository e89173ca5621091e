import type { ImporterEvents, ImportJob } from '../contract/importer-api.ts';
import type { TraceInfo } from '../contract/trace.ts';
import { importers } from '../core/importers/formats/index.ts';
import { createTraceBuilder } from '../core/traces/build/trace-builder.ts';
import { loadAddon } from '../native/load-addon.ts';
import { importTrace } from './import-trace.ts';
import type { BuildIndex } from './index-building.ts';
import { builtIn } from './index-files.ts';
import { openRows } from './open-rows.ts';

/** Enough to fill a screen while the rest is read. */
const PREVIEWED_SPANS = 20_000;

const build: BuildIndex = (job) => {
  const builder = createTraceBuilder(builtIn(job.buildingFolder), { window: job.window });
  return {
    sink: builder,
    preview: () => builder.preview(PREVIEWED_SPANS),
    finish: (facts) => builder.finish(facts),
  };
};

/** Any source into an index: all that only reading needs is loaded with this file. */
export function readTrace(job: ImportJob, events: ImporterEvents): Promise<TraceInfo> {
  const native = loadAddon().addon?.trace ?? null;
  return importTrace(job, { importers, events, build, openRows, native, wallNow: Date.now });
}
