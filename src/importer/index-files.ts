import { join } from 'node:path';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { openTraceColumns } from '../core/traces/read/open-trace-columns.ts';

/** Where in the building folder the finished index lies. */
export const builtIn = (buildingFolder: string): string => join(buildingFolder, 'index');

export const openColumns = (folder: string): TraceColumns => openTraceColumns(folder);
