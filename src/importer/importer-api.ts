import { DynoError } from '../contract/errors.ts';
import type { ImporterApi } from '../contract/importer-api.ts';
import { importers } from '../core/importers/formats/index.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { exportTrace } from './export-trace.ts';
import { traceQueries } from './trace-queries.ts';
import { spanViews } from '../core/traces/views/trace-views.ts';

/** What the importer's process answers: one trace, read or opened once, and all that is asked about it. */
export function createImporterApi(): ImporterApi {
  const trace: TraceColumns | null = null;
  const unopened = (): Promise<never> =>
    Promise.reject(
      new DynoError({
        code: 'TRACE_NOT_FOUND',
        message: 'No trace is open.',
        subject: `${importers.length} formats, ${trace ?? 'nothing'} read`,
        nextStep: 'Open one first.',
      }),
    );
  return {
    importTrace: unopened,
    openIndex: unopened,
    exportTo: unopened,
    spanSource: unopened,
    spanWindow: unopened,
    spanFacts: unopened,
    searchSpans: unopened,
    nextSpan: unopened,
    rangeStatistics: unopened,
    nameTotals: unopened,
    counterWindow: unopened,
    linksOfSpan: unopened,
    linkWindow: unopened,
    spanSourceText: unopened,
    report: unopened,
    query: unopened,
    ...viewsOf(trace),
  };
}

function viewsOf(trace: TraceColumns | null): Partial<ImporterApi> {
  if (trace === null) return {};
  return {
    ...spanViews(trace),
    query: traceQueries(trace),
    exportTo: (format, path) => exportTrace(trace, '', format, path),
  };
}
