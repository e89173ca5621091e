import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { SpanSource } from '../../contract/span-source.ts';
import type { TraceProgress, TraceState } from '../../contract/trace.ts';
import { tableSource } from '../../core/analysis/spans/table-source.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';

/** What was read first of traces that are still being read. */
const previews = new Map<string, SpanSource>();
const listeners = new Set<() => void>();

export function followTraces(): void {
  onCoreEvent((event) => {
    if (event.type === 'trace-preview') {
      previews.set(event.preview.id, tableSource(event.preview.spans));
      tell();
    }
    if (event.type === 'trace-progress') tellProgress(event.progress);
    if (event.type === 'traces-changed') {
      void queryClient.invalidateQueries({ queryKey: queryKeys.traces });
      void queryClient.invalidateQueries({ queryKey: queryKeys.anyTrace });
    }
  });
}

function tellProgress(progress: TraceProgress): void {
  const { id, path, phase } = progress;
  const key = queryKeys.trace(id);
  if (phase === 'reading' || phase === 'indexing' || phase === 'waiting') {
    queryClient.setQueryData<TraceState>(key, (before) => ({
      id,
      path,
      info: before?.info ?? null,
      progress,
    }));
    return;
  }
  if (previews.delete(id)) tell();
  // The state at the end has more than the event: the trace itself.
  void queryClient.invalidateQueries({ queryKey: key });
  void queryClient.invalidateQueries({ queryKey: queryKeys.traces });
}

function tell(): void {
  listeners.forEach((listener) => listener());
}

export function useTracePreview(traceId: string): SpanSource | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => previews.get(traceId) ?? null,
  );
}

export const useTraces = () => useQuery({ queryKey: queryKeys.traces, queryFn: () => api.listTraces() });

export const useTrace = (traceId: string) =>
  useQuery({ queryKey: queryKeys.trace(traceId), queryFn: () => api.getTrace(traceId) });

/** Worked out by the importer's process: seconds for a trace of ten million spans. */
export const useTraceReport = (traceId: string) =>
  useQuery({
    queryKey: queryKeys.traceReport(traceId),
    queryFn: () => api.traceReport(traceId, null),
  });

/** All names with what they took. */
export const useTraceNames = (traceId: string) =>
  useQuery({
    queryKey: queryKeys.traceNames(traceId),
    queryFn: () => api.nameTotals(traceId, { kind: 'time' }),
  });

export const useTraceNotes = (traceId: string) =>
  useQuery({ queryKey: queryKeys.traceNotes(traceId), queryFn: () => api.getTraceNotes(traceId) });
