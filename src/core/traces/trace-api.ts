import type { TraceApi } from '../../contract/trace-api.ts';
import type { CorePorts } from '../ports.ts';
import type { Traces } from './traces.ts';

/** Traces as pages and commands ask for them. Whatever is asked about the content of one is asked of its process. */
export function traceApi(traces: Traces, { dialogs }: Pick<CorePorts, 'dialogs'>): TraceApi {
  return {
    pickTraceFile: async () => (await dialogs?.pickTraceFile()) ?? null,
    openTrace: (request) => traces.open(request),
    stopTrace: (id) => traces.stop(id),
    getTrace: (id) => traces.state(id),
    listTraces: () => traces.list(),
    removeTraces: (ids) => traces.remove(ids),
    getTraceNotes: (id) => traces.notes(id),
    saveTraceNotes: (id, notes) => traces.saveNotes(id, notes),
    exportTrace: (id, format) => traces.export(id, format),
    spanSource: (id, ...words) => traces.ask(id, (importer) => importer.spanSource(...words)),
    spanWindow: (id, ...words) => traces.ask(id, (importer) => importer.spanWindow(...words)),
    spanFacts: (id, ...words) => traces.ask(id, (importer) => importer.spanFacts(...words)),
    searchSpans: (id, ...words) => traces.ask(id, (importer) => importer.searchSpans(...words)),
    nextSpan: (id, ...words) => traces.ask(id, (importer) => importer.nextSpan(...words)),
    rangeStatistics: (id, ...words) => traces.ask(id, (importer) => importer.rangeStatistics(...words)),
    nameTotals: (id, ...words) => traces.ask(id, (importer) => importer.nameTotals(...words)),
    counterWindow: (id, ...words) => traces.ask(id, (importer) => importer.counterWindow(...words)),
    linksOfSpan: (id, ...words) => traces.ask(id, (importer) => importer.linksOfSpan(...words)),
    linkWindow: (id, ...words) => traces.ask(id, (importer) => importer.linkWindow(...words)),
    spanSourceText: (id, ...words) => traces.ask(id, (importer) => importer.spanSourceText(...words)),
    traceReport: (id, ...words) => traces.ask(id, (importer) => importer.report(...words)),
    queryTrace: (id, ...words) => traces.query(id, ...words),
    stopTraceQuery: (id) => traces.stopQuery(id),
  };
}
