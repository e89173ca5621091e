import { DynoError } from '../contract/errors.ts';
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
  const unanswered = (): Promise<never> => Promise.reject(notAnswered(columns.info.path));
  return {
    ...spanViews(columns),
    spanSourceText: (span) => texts(span),
    // Analysis.
    report: unanswered,
    query: async (...words) => {
      queries ??= (await import('./trace-queries.ts')).traceQueries(columns);
      return queries(...words);
    },
  };
}

function notAnswered(path: string): DynoError {
  return new DynoError({
    code: 'INTERNAL',
    message: 'This version of Dyno does not answer this about traces.',
    subject: path,
    nextStep: 'Install a newer version.',
  });
}
