import { DynoError } from '../contract/errors.ts';
import type { ImporterApi, ImporterEvents, ImportJob } from '../contract/importer-api.ts';
import type { TraceInfo } from '../contract/trace.ts';
import type { TraceViews } from '../contract/trace-view.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { openColumns } from './index-files.ts';
import { importerFailure } from './importer-failure.ts';
import { traceViews } from './trace-views.ts';

/** What the importer's process answers: one trace, read or opened once, and all that is asked about it. */
export function createImporterApi(events: ImporterEvents, program: string | null = null): ImporterApi {
  let opened: { readonly columns: TraceColumns; readonly folder: string; readonly views: TraceViews } | null =
    null;

  const open = (folder: string): TraceInfo => {
    const columns = openColumns(folder);
    opened = { columns, folder, views: traceViews(columns) };
    return columns.info;
  };
  const views = async (): Promise<TraceViews> => (opened ?? unopened()).views;

  return {
    async importTrace(job: ImportJob) {
      try {
        const { readTrace } = await import('./read-trace.ts');
        await readTrace(job, events, program);
        return open(job.folder);
      } catch (error) {
        throw importerFailure(error, job);
      }
    },
    openIndex: async (folder) => Promise.resolve(open(folder)),
    async exportTo(format, path) {
      const { columns, folder } = opened ?? unopened();
      const { exportTrace } = await import('./export-trace.ts');
      return exportTrace(columns, folder, format, path);
    },
    spanSource: async (...words) => (await views()).spanSource(...words),
    spanWindow: async (...words) => (await views()).spanWindow(...words),
    spanFacts: async (...words) => (await views()).spanFacts(...words),
    searchSpans: async (...words) => (await views()).searchSpans(...words),
    nextSpan: async (...words) => (await views()).nextSpan(...words),
    rangeStatistics: async (...words) => (await views()).rangeStatistics(...words),
    nameTotals: async (...words) => (await views()).nameTotals(...words),
    counterWindow: async (...words) => (await views()).counterWindow(...words),
    linksOfSpan: async (...words) => (await views()).linksOfSpan(...words),
    linkWindow: async (...words) => (await views()).linkWindow(...words),
    spanSourceText: async (...words) => (await views()).spanSourceText(...words),
    report: async (...words) => (await views()).report(...words),
    query: async (...words) => (await views()).query(...words),
  };
}

function unopened(): never {
  throw new DynoError({
    code: 'TRACE_NOT_FOUND',
    message: 'No trace is open in this process.',
    subject: 'the importer',
    nextStep: 'Open one first.',
  });
}
