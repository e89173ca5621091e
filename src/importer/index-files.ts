import { join } from 'node:path';
import { DynoError } from '../contract/errors.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { createTraceBuilder } from '../core/traces/build/trace-builder.ts';
import { openTraceColumns } from '../core/traces/read/open-trace-columns.ts';
import type { BuildIndex, OpenRows } from './index-building.ts';

/** Enough to fill a screen while the rest is read. */
const PREVIEWED_SPANS = 20_000;

/** Where in the building folder the finished index lies. */
export const builtIn = (buildingFolder: string): string => join(buildingFolder, 'index');

export const buildIndex: BuildIndex = async (job) => {
  const builder = createTraceBuilder(builtIn(job.buildingFolder), { window: job.window });
  return Promise.resolve({
    sink: builder,
    preview: () => builder.preview(PREVIEWED_SPANS),
    finish: (facts) => builder.finish(facts),
  });
};
export const openColumns = async (folder: string): Promise<TraceColumns> =>
  Promise.resolve(openTraceColumns(folder));
export const openRows: OpenRows = (path) => Promise.reject(notBuilt(path));

function notBuilt(path: string): DynoError {
  return new DynoError({
    code: 'INTERNAL',
    message: 'This version of Dyno cannot index traces.',
    subject: path,
    nextStep: 'Install a newer version.',
  });
}
