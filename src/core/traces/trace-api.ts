import { DynoError } from '../../contract/errors.ts';
import type { TraceApi } from '../../contract/trace-api.ts';
import type { CorePorts } from '../ports.ts';

/** Traces as pages and commands ask for them. */
export function traceApi(ports: CorePorts): TraceApi {
  const of = (traceId: string): Promise<never> => Promise.reject(unknownTrace(traceId));
  return {
    pickTraceFile: async () => (await ports.dialogs?.pickTraceFile()) ?? null,
    openTrace: ({ path }) => of(path),
    stopTrace: of,
    getTrace: of,
    listTraces: async () => [],
    removeTraces: ([first = '']) => of(first),
    getTraceNotes: of,
    saveTraceNotes: of,
    exportTrace: of,
    spanSource: of,
    spanWindow: of,
    spanFacts: of,
    searchSpans: of,
    nextSpan: of,
    rangeStatistics: of,
    nameTotals: of,
    counterWindow: of,
    linksOfSpan: of,
    linkWindow: of,
    spanSourceText: of,
    traceReport: of,
    queryTrace: of,
  };
}

function unknownTrace(traceId: string): DynoError {
  return new DynoError({
    code: 'TRACE_NOT_FOUND',
    message: 'There is no such trace.',
    subject: traceId,
    nextStep: 'Open its file again.',
  });
}
