import { useSyncExternalStore } from 'react';
import { SpanSlices } from '../../core/analysis/spans/span-slices.ts';
import type { SpanSource } from '../../contract/span-source.ts';
import { profileSource } from '../../core/analysis/spans/profile-source.ts';
import { onCoreEvent } from './connection.ts';

/** Of the slices that came, the last ones up to so many spans are kept. */
const MOST_SPANS = 200_000;
/** The chart fills in steps: all that is known is put in order anew at each. */
const STEP_MS = 500;

export interface LiveSpans {
  readonly runId: string;
  readonly source: SpanSource;
  readonly iterationsDone: number;
  readonly slices: number;
  /** Those that are still here. */
  readonly slicesKept: number;
}

/** One measurement at a time on a machine, so one recording at a time. */
let recording: { readonly runId: string; readonly slices: SpanSlices; iterationsDone: number } | null = null;
let shown: LiveSpans | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

export function followLiveSpans(): void {
  onCoreEvent((event) => {
    if (event.type === 'run-progress' && event.progress.runId === recording?.runId) {
      const { status } = event.progress;
      if (status !== 'running' && status !== 'queued') forget();
    }
    if (event.type !== 'profile-slice') return;
    const { runId, slice } = event;
    if (recording?.runId !== runId) {
      forget();
      recording = { runId, slices: new SpanSlices(MOST_SPANS), iterationsDone: 0 };
    }
    recording.slices.push(slice.spans);
    recording.iterationsDone = slice.iterationsDone;
    timer ??= setTimeout(show, shown === null ? 0 : STEP_MS);
  });
}

function show(): void {
  timer = null;
  if (recording === null) return;
  const { runId, slices, iterationsDone } = recording;
  shown = {
    runId,
    source: profileSource(slices.table()),
    iterationsDone,
    slices: slices.taken,
    slicesKept: slices.kept,
  };
  tell();
}

function forget(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  recording = null;
  if (shown === null) return;
  shown = null;
  tell();
}

function tell(): void {
  listeners.forEach((listener) => listener());
}

/** What has been recorded so far of a run that is being profiled; null where nothing was. */
export function useLiveSpans(runId: string): LiveSpans | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (shown?.runId === runId ? shown : null),
  );
}
