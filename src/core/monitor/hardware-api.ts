import { DynoError } from '../../contract/errors.ts';
import { WATCHED_MS, type HardwareApi } from '../../contract/hardware-api.ts';
import type { ChannelSummary, MonitoringReport, Recording } from '../../contract/recording.ts';
import { noSuchRecording } from '../store/recordings.ts';
import { summarizeLive } from './live-summaries.ts';
import type { Monitor, MonitorSurroundings } from './monitor.ts';
import { monitoringReport } from './monitoring-report.ts';
import { readRecording, summarizeRecording, type Range } from './read-recording.ts';
import { deleteThreshold, listThresholds, saveThreshold } from './threshold-list.ts';

const LIVE = 'live';
const OF_RUN = 'run:';

/** The hardware's part of the API, over the store and what the monitor sees. */
export function hardwareApi({ store, clock, emit }: MonitorSurroundings, monitor: Monitor): HardwareApi {
  const resolve = (reference: string): Recording => {
    if (!reference.startsWith(OF_RUN)) return store.resolveRecording(reference);
    const run = store.resolveRun(reference.slice(OF_RUN.length));
    const recording = store.recordingOfRun(run.id);
    if (recording === null) throw noSuchRecording(reference, 'This run has no recording of the hardware.');
    return recording;
  };
  const changed = (id: string): Recording => {
    const recording = store.resolveRecording(id);
    emit({ type: 'recording', recording });
    return recording;
  };
  const ownOnes = (references: readonly string[]): readonly string[] =>
    references.map((reference) => {
      const { id, runId, endedAt } = resolve(reference);
      if (runId !== null) throw belongsToRun(id, runId);
      if (endedAt === null) throw goesOn(id);
      return id;
    });
  const setDeleted = (references: readonly string[], isDeleted: boolean): void => {
    const ids = ownOnes(references);
    store.setRecordingsDeleted(ids, isDeleted ? clock.wall() : null);
    for (const id of ids) changed(id);
  };
  const liveSummaries = (range: Range): ChannelSummary[] => {
    const { catalog, frames } = monitor.now();
    return catalog === null || frames === null ? [] : summarizeLive(catalog, frames, monitor.outside, range);
  };
  const summarize = async (reference: string, range: Range): Promise<readonly ChannelSummary[]> => {
    if (reference === LIVE) return liveSummaries(range);
    monitor.flush();
    return summarizeRecording(store, resolve(reference), range);
  };
  const liveReport = (): MonitoringReport => {
    const { catalog, frames, wallMinusMonotonicMs } = monitor.now();
    const to = clock.wall();
    const oldest = frames?.atMs[0];
    const from = oldest === undefined ? to : oldest + wallMinusMonotonicMs;
    return monitoringReport(
      from,
      to,
      catalog?.channels ?? [],
      liveSummaries({}),
      store.alertsWithin(from, to),
    );
  };

  return {
    hardwareNow: async () => monitor.now(),
    watchHardware: async () => monitor.follow(WATCHED_MS),
    setHardwareRate: async (hertz) => monitor.setRate(hertz),

    startRecording: async (name) => monitor.start(name),
    stopRecording: async () => monitor.stop(),
    listRecordings: async () => store.listRecordings(),
    getRecording: async (reference) => resolve(reference),
    readRecording: async (reference, wish) => {
      monitor.flush();
      return readRecording(store, resolve(reference), wish);
    },
    renameRecording: async (reference, name) => {
      const { id } = resolve(reference);
      monitor.rename(id, name);
      store.updateRecording(id, { name });
      return changed(id);
    },
    deleteRecordings: async (references) => setDeleted(references, true),
    restoreRecordings: async (references) => setDeleted(references, false),
    summarizeHardware: summarize,
    monitoringReport: async (reference) => {
      if (reference === LIVE) return liveReport();
      const recording = resolve(reference);
      const to = recording.endedAt ?? clock.wall();
      return monitoringReport(
        recording.startedAt,
        to,
        recording.channels,
        await summarize(recording.id, {}),
        store.alertsWithin(recording.startedAt, to),
      );
    },

    listThresholds: async () => listThresholds(store),
    saveThreshold: async (threshold) => {
      saveThreshold(store, threshold);
      monitor.alerts.thresholdsChanged();
    },
    deleteThreshold: async (id) => {
      deleteThreshold(store, id);
      monitor.alerts.thresholdsChanged();
    },
    listAlerts: async () => monitor.alerts.list(),
    acknowledgeAlerts: async (ids) => monitor.alerts.acknowledge(ids),

    recordOutside: async (metrics) => monitor.takeOutside(metrics),
  };
}

function belongsToRun(id: string, runId: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `This recording belongs to the run ${runId}, and goes and comes with it.`,
    subject: id,
    nextStep: `Delete or restore the run ${runId} itself.`,
  });
}

function goesOn(id: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This recording goes on.',
    subject: id,
    nextStep: 'Stop it first, then delete it.',
  });
}
