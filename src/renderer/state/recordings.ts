import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { asDynoError } from '../../contract/errors.ts';
import type { Recording } from '../../contract/recording.ts';
import type { Range } from '../../core/charts/chart.ts';
import { api, onCoreEvent } from './connection.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

/** As many as a wide chart has pixels, extremes kept. */
const POINTS = 1500;
/** Every sample of half an hour at the usual rate. */
const MOST_STRIP_POINTS = 20_000;

export const useRecordings = () =>
  useQuery({ queryKey: queryKeys.recordings, queryFn: () => api.listRecordings() });

export const useRecording = (reference: string, enabled = true) =>
  useQuery({
    queryKey: queryKeys.recording(reference),
    queryFn: () => api.getRecording(reference),
    enabled,
  });

/** Every channel over a range, or over all of it; the range before stays on show while the next is read. */
export const useRecordingData = (id: string, range: Range | null, enabled = true) =>
  useQuery({
    queryKey: queryKeys.recordingData(id, keyOf(range)),
    queryFn: () => api.readRecording(id, { points: POINTS, ...wishOf(range) }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    enabled,
  });

/** Some channels over a run, every sample of it: what is shaded is found between neighbours. */
export const useStripData = (id: string | null, channels: readonly string[], range: Range) =>
  useQuery({
    queryKey: queryKeys.recordingStrip(id ?? '', keyOf(range)),
    queryFn: () =>
      api.readRecording(id as string, {
        channels,
        // One reading on either side, so that lines reach the edges.
        fromSeconds: range.min - 1,
        toSeconds: range.max + 1,
        points: MOST_STRIP_POINTS,
      }),
    gcTime: 60_000,
    enabled: id !== null && channels.length > 0,
  });

export const useRecordingSummary = (id: string, range: Range | null) =>
  useQuery({
    queryKey: queryKeys.recordingSummary(id, keyOf(range)),
    queryFn: () => api.summarizeHardware(id, wishOf(range)),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

export const useMonitoringReport = (id: string) =>
  useQuery({ queryKey: queryKeys.recordingReport(id), queryFn: () => api.monitoringReport(id) });

function keyOf(range: Range | null): readonly number[] | null {
  return range === null ? null : [range.min, range.max];
}

function wishOf(range: Range | null): { readonly fromSeconds?: number; readonly toSeconds?: number } {
  return range === null ? {} : { fromSeconds: range.min, toSeconds: range.max };
}

export function followRecordings(): void {
  onCoreEvent((event) => {
    if (event.type !== 'recording') return;
    const { id, runId, endedAt } = event.recording;
    queryClient.setQueryData(queryKeys.recording(id), event.recording);
    if (runId === null) stale(queryKeys.recordings);
    else queryClient.setQueryData(queryKeys.recording(`run:${runId}`), event.recording);
    if (endedAt === null) return;
    for (const name of ['recording-data', 'recording-strip', 'recording-summary', 'recording-report'])
      stale([name, id]);
  });
}

function stale(queryKey: readonly unknown[]): void {
  void queryClient.invalidateQueries({ queryKey });
}

export async function startRecording(name: string): Promise<void> {
  await orSay(async () => {
    await api.startRecording(name);
    stale(queryKeys.recordings);
  });
}

export async function stopRecording(): Promise<void> {
  await orSay(async () => {
    const recording = await api.stopRecording();
    stale(queryKeys.recordings);
    const open = (): void => openRecording(recording.id);
    showToast({ text: `Recorded “${recording.name}”`, action: { label: 'Open', run: open } });
  });
}

export function openRecording(id: string | null): void {
  navigate({ page: 'hardware', part: 'recordings', recordingId: id });
}

export async function renameRecording(id: string, name: string): Promise<void> {
  await orSay(async () => {
    queryClient.setQueryData(queryKeys.recording(id), await api.renameRecording(id, name));
    stale(queryKeys.recordings);
  });
}

export async function deleteRecording({ id, name }: Recording): Promise<void> {
  await orSay(async () => {
    await api.deleteRecordings([id]);
    stale(queryKeys.recordings);
    const undo = (): void =>
      void orSay(async () => {
        await api.restoreRecordings([id]);
        stale(queryKeys.recordings);
      });
    showToast({ text: `Deleted “${name}”`, action: { label: 'Undo', run: undo } });
  });
}

async function orSay(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
  }
}
