import { join } from 'node:path';
import { DynoError } from '../contract/errors.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import type { BuildIndex, OpenRows } from './index-building.ts';

/** Where in the building folder the finished index lies. */
export const builtIn = (buildingFolder: string): string => join(buildingFolder, 'index');

export const buildIndex: BuildIndex = (job) => Promise.reject(notBuilt(job.path));
export const openColumns = (folder: string): Promise<TraceColumns> => Promise.reject(notBuilt(folder));
export const openRows: OpenRows = (path) => Promise.reject(notBuilt(path));

function notBuilt(path: string): DynoError {
  return new DynoError({
    code: 'INTERNAL',
    message: 'This version of Dyno cannot index traces.',
    subject: path,
    nextStep: 'Install a newer version.',
  });
}
