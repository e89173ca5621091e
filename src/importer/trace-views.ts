import type { TraceViews } from '../contract/trace-view.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { spanViews } from '../core/traces/views/trace-views.ts';
import { sourceTexts } from './source-texts.ts';

/**
 * All that is asked about a trace, each answered by its own room. What only some ask for is loaded when they do, so
 * that opening stays quick.
 */
export function traceViews(columns: TraceColumns): TraceViews {
  const texts = sourceTexts(columns);
  let queries: TraceViews['query'] | null = null;
  return {
    ...spanViews(columns),
    spanSourceText: (span) => texts(span),
    report: async (range) => {
      const { traceReport } = await import('../core/analysis/trace/trace-report.ts');
      return traceReport(columns, range);
    },
    query: async (...words) => {
      queries ??= (await import('./trace-queries.ts')).traceQueries(columns);
      return queries(...words);
    },
  };
}
