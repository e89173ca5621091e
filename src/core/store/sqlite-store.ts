import type { Database } from 'better-sqlite3';
import { alertTable } from './alerts.ts';
import { calibrationTable } from './calibrations.ts';
import { gateTable } from './gates.ts';
import { comparisonTable } from './comparisons.ts';
import { baselineTable } from './baselines.ts';
import { detailTable } from './details.ts';
import { documentCodec } from './documents.ts';
import { hashTable } from './hashes.ts';
import { modelTable } from './models.ts';
import { oldRunTable } from './old-runs.ts';
import { profileTable } from './profiles.ts';
import { probeTable } from './probes.ts';
import { referenceOutputTable } from './reference-outputs.ts';
import { recordingBlockTable } from './recording-blocks.ts';
import { recordingTable } from './recordings.ts';
import { resolveRun } from './resolve-run.ts';
import { factTable } from './run-facts.ts';
import { markTable } from './run-marks.ts';
import { runTable } from './runs.ts';
import { sampleTable } from './samples.ts';
import { seriesTable } from './series.ts';
import { settingTable } from './settings.ts';
import { sweepTable } from './sweeps.ts';
import { storeClosed, storeError } from './store-errors.ts';
import type { Store } from './store.ts';
import { storeSize } from './store-size.ts';
import { targetSetTable } from './target-sets.ts';
import { thresholdTable } from './thresholds.ts';
import { goalTable } from './goals.ts';
import { viewTable } from './views.ts';

/** The store over an open and migrated database. */
export function sqliteStore(database: Database, folder: string, notices: readonly string[]): Store {
  const file = database.name;

  /** Every call of the store passes here: closed or not, and whatever SQLite throws in words. */
  const guarded =
    <Given extends readonly unknown[], Result>(action: (...given: Given) => Result) =>
    (...given: Given): Result => {
      if (!database.open) throw storeClosed(file);
      try {
        return action(...given);
      } catch (error) {
        throw storeError(error, file);
      }
    };

  const facts = factTable(database);
  const runs = runTable(database, facts);
  const marks = markTable(database, facts);
  const views = viewTable(database);
  const goals = goalTable(database);
  const documents = documentCodec(database);
  const samples = sampleTable(database);
  const series = seriesTable(database, samples);
  const blocks = recordingBlockTable(database);
  const recordings = recordingTable(database, blocks, documents);
  const thresholds = thresholdTable(database);
  const alerts = alertTable(database);
  const details = detailTable(database, documents);
  const profiles = profileTable(database);
  const sweeps = sweepTable(database);
  const comparisons = comparisonTable(database);
  const targetSets = targetSetTable(database);
  const baselines = baselineTable(database);
  const calibrations = calibrationTable(database);
  const gates = gateTable(database);
  const probes = probeTable(database);
  const references = referenceOutputTable(database);
  const models = modelTable(database);
  const hashes = hashTable(database);
  const settings = settingTable(database);
  const oldRuns = oldRunTable(database);
  const size = storeSize(database);

  return {
    folder,
    notices,
    insertRun: guarded(runs.insert),
    updateRun: guarded(runs.update),
    getRun: guarded(runs.get),
    resolveRun: guarded((reference) => resolveRun(runs, reference)),
    listRuns: guarded(runs.list),
    setDeleted: guarded(runs.setDeleted),
    orphans: guarded(runs.orphans),
    fillFacts: guarded(runs.fillFacts),
    listFacts: guarded(facts.list),
    countRuns: guarded(facts.total),
    editMarks: guarded(marks.edit),
    putMarks: guarded(marks.put),
    beginEra: guarded(facts.beginEra),
    views: guarded(views.all),
    putView: guarded(views.put),
    removeView: guarded(views.remove),

    goals: guarded(goals.of),
    putGoal: guarded(goals.put),
    removeGoal: guarded(goals.remove),
    appendSamples: guarded(samples.append),
    readSamples: guarded(samples.read),
    putSeries: guarded(series.put),
    getSeries: guarded(series.get),
    insertRecording: guarded(recordings.insert),
    updateRecording: guarded(recordings.update),
    resolveRecording: guarded(recordings.resolve),
    recordingOfRun: guarded(recordings.ofRun),
    listRecordings: guarded(recordings.list),
    setRecordingsDeleted: guarded(recordings.setDeleted),
    purgeRecordings: guarded(recordings.purgeDeleted),
    orphanedRecordings: guarded(recordings.orphans),
    appendRecordingBlock: guarded(blocks.append),
    readRecordingBlocks: guarded(blocks.read),
    recordingExtent: guarded(blocks.extent),
    thresholds: guarded(thresholds.all),
    putThreshold: guarded(thresholds.put),
    removeThreshold: guarded(thresholds.remove),
    putAlert: guarded(alerts.put),
    getAlert: guarded(alerts.get),
    listAlerts: guarded(alerts.list),
    alertsWithin: guarded(alerts.within),
    orphanedAlerts: guarded(alerts.orphans),
    forgetOldAlerts: guarded(alerts.forgetOld),
    putDetails: guarded(details.put),
    getDetails: guarded(details.get),
    putProfile: guarded(profiles.put),
    getProfilePart: guarded(profiles.get),
    insertSweep: guarded(sweeps.insert),
    updateSweep: guarded(sweeps.update),
    takeSweep: guarded(sweeps.take),
    resolveSweep: guarded(sweeps.resolve),
    listSweeps: guarded(sweeps.list),
    orphanedSweeps: guarded(sweeps.orphans),
    insertComparison: guarded(comparisons.insert),
    updateComparison: guarded(comparisons.update),
    getComparison: guarded(comparisons.get),
    resolveComparison: guarded(comparisons.resolve),
    listComparisons: guarded(comparisons.list),
    orphanedComparisons: guarded(comparisons.orphans),
    targetSets: guarded(targetSets.all),
    putTargetSet: guarded(targetSets.put),
    removeTargetSet: guarded(targetSets.remove),
    baselines: guarded(baselines.all),
    putBaseline: guarded(baselines.put),
    removeBaseline: guarded(baselines.remove),
    putGate: guarded(gates.put),
    listGates: guarded(gates.list),
    putCalibration: guarded(calibrations.put),
    calibrationOf: guarded(calibrations.of),
    listCalibrations: guarded(calibrations.list),
    putProbe: guarded(probes.put),
    probeOf: guarded(probes.of),
    listProbes: guarded(probes.list),
    referenceOutputs: guarded(references.get),
    putReferenceOutputs: guarded(references.put),
    referenceOutputsKept: guarded(references.kept),
    rememberModel: guarded(models.remember),
    recentModels: guarded(models.recent),
    cachedHash: guarded(hashes.get),
    cacheHash: guarded(hashes.put),
    setting: guarded(settings.get),
    putSetting: guarded(settings.put),
    oldRuns: guarded(oldRuns.page),
    binnedBefore: guarded(oldRuns.binnedBefore),
    binPage: guarded(oldRuns.binPage),
    binTimes: guarded(oldRuns.binTimes),
    bytesOf: guarded(oldRuns.bytesOf),
    purgeRuns: guarded(oldRuns.purge),
    firstRunAt: guarded(oldRuns.firstAt),
    size: guarded(size),
    dataVersion: guarded(() => database.pragma('data_version', { simple: true }) as number),
    close() {
      database.close();
    },
  };
}
