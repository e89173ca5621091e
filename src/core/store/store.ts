import type { AbComparison } from '../../contract/ab.ts';
import type { Alert, Threshold } from '../../contract/alert.ts';
import type { Calibration } from '../../contract/calibration.ts';
import type { GateReport } from '../../contract/gate.ts';
import type { ModelListItem } from '../../contract/model.ts';
import type { Probe } from '../../contract/probe.ts';
import type { Recording } from '../../contract/recording.ts';
import type { Run, RunDetails, RunFilter, RunSeries } from '../../contract/run.ts';
import type { RunEdit, RunListQuery, RunMarks, SavedView } from '../../contract/run-list.ts';
import type { Sweep } from '../../contract/sweep.ts';
import type { Baseline } from '../../contract/target.ts';
import type { Bytes, WallTime } from '../../contract/units.ts';
import type { SampleBatch } from '../../contract/worker-api.ts';
import type { Goal } from './goals.ts';
import type { PackedProfile, ProfilePart } from './profiles.ts';
import type { FactSlice } from './run-facts.ts';
import type { BinCursor, BinPage, OldRunCursor, OldRunPage } from './old-runs.ts';
import type { BlockExtent, BlockPage, BlockWish, RecordingBlock } from './recording-blocks.ts';

/** The process that owns a run: alive while this very process is (not merely its number). */
export interface Owner {
  readonly pid: number;
  /** Start time of the process and boot of the machine, as far as the system tells. */
  readonly startedAt: string;
}

export type RunChange = Partial<Omit<Run, 'id' | 'createdAt'>>;
export type RecordingChange = Partial<Omit<Recording, 'id' | 'runId' | 'startedAt'>>;
export type ComparisonChange = Partial<Omit<AbComparison, 'id' | 'createdAt'>>;

/** Everything Dyno remembers. Synchronous and quick: series are chunks and blobs, never a row a sample. */
export interface Store {
  readonly folder: string;
  /** What happened on opening that the user should know, such as a corrupt file set aside. */
  readonly notices: readonly string[];

  insertRun(run: Run, owner: Owner): void;
  updateRun(id: string, change: RunChange): void;
  getRun(id: string): Run | null;
  /**
   * By id, by a unique beginning of one, by name, or "last" (newest) and "last~1". Archived runs go by their id and
   * their name, and are no "last". Throws RUN_NOT_FOUND.
   */
  resolveRun(reference: string): Run;
  /** Newest first, deleted ones left out. */
  listRuns(filter?: RunFilter): readonly Run[];
  setDeleted(ids: readonly string[], at: WallTime | null): void;
  /** Queued or running runs whose owner is dead. */
  orphans(): readonly Run[];

  /** Works out the facts of so many runs of an older store, in one transaction; how many there were: 0 is all done. */
  fillFacts(most: number): number;
  /** Of runs whose facts are there; `next` is the `after` of the next slice. */
  listFacts(query: RunListQuery): FactSlice;
  /** Archived ones among them, binned ones not. */
  countRuns(): number;
  /** Tags, archived and pinned, all in one transaction; how each one was. Runs that are not there are left out. */
  editMarks(ids: readonly string[], edit: RunEdit, at: WallTime): readonly RunMarks[];
  putMarks(marks: readonly RunMarks[]): void;
  /** After another state of the store was put in its place: revisions up to this one are not of it. */
  beginEra(after: number): void;

  /** By name. */
  views(): readonly SavedView[];
  putView(view: SavedView): void;
  removeView(name: string): void;

  /** What is to be reached in a metric of a benchmark, by the model's line. */
  goals(benchmark: string, metric: string): readonly Goal[];
  putGoal(goal: Goal): void;
  removeGoal(goal: Omit<Goal, 'goal'>): void;

  appendSamples(runId: string, batch: SampleBatch): void;
  /** End of each iteration in ms since the first began (spread evenly inside a batch), and its latency. */
  readSamples(runId: string): { readonly endsMs: Float64Array; readonly latenciesMs: Float64Array };

  putSeries(series: RunSeries): void;
  getSeries(runId: string): RunSeries | null;

  insertRecording(recording: Recording, owner: Owner): void;
  updateRecording(id: string, change: RecordingChange): void;
  /** By id, "last" of those that are no run's, a name, or a unique beginning of an id. Throws RECORDING_NOT_FOUND. */
  resolveRecording(reference: string): Recording;
  recordingOfRun(runId: string): Recording | null;
  /** Newest first; those of runs and those in the bin are left out. */
  listRecordings(): readonly Recording[];
  /** Those of runs go and come with their runs. */
  setRecordingsDeleted(ids: readonly string[], at: WallTime | null): void;
  /** Recordings of no run that went into the bin before. */
  purgeRecordings(before: WallTime): number;
  /** Those that go on, and whose owner is dead. */
  orphanedRecordings(): readonly Recording[];
  appendRecordingBlock(recordingId: string, block: RecordingBlock): void;
  /** Page by page in order of time, so that an hour of a hundred channels holds nobody up. */
  readRecordingBlocks(recordingId: string, wish: BlockWish): BlockPage;
  recordingExtent(recordingId: string): BlockExtent;

  /** Those that the user has made or changed. */
  thresholds(): readonly Threshold[];
  putThreshold(threshold: Threshold): void;
  /** False where there was none. */
  removeThreshold(id: string): boolean;

  /** Adds it, or replaces it. */
  putAlert(alert: Alert, owner: Owner): void;
  getAlert(id: string): Alert | null;
  /** Open ones first, then the newest. */
  listAlerts(limit: number): readonly Alert[];
  /** Those that were open at some time between, newest first. */
  alertsWithin(from: WallTime, to: WallTime): readonly Alert[];
  /** Open ones whose owner is dead. */
  orphanedAlerts(): readonly Alert[];
  /** All but the newest ten thousand closed ones. */
  forgetOldAlerts(): number;

  /** Adds or replaces what is given; leaves the rest. */
  putDetails(runId: string, details: Partial<RunDetails>): void;
  getDetails(runId: string): RunDetails;

  /** Once a run: a profile is never changed. */
  putProfile(runId: string, profile: PackedProfile): void;
  /** Null where the run has none. */
  getProfilePart(runId: string, part: ProfilePart): Uint8Array | null;

  insertSweep(sweep: Sweep, owner: Owner): void;
  updateSweep(sweep: Sweep): void;
  /** A sweep that is over goes on under a new owner; false where somebody has it in hand already. */
  takeSweep(sweep: Sweep, owner: Owner): boolean;
  /** By id, by name, by a unique beginning of an id, or "last". Throws SWEEP_NOT_FOUND. */
  resolveSweep(reference: string): Sweep;
  /** Newest first. */
  listSweeps(): readonly Sweep[];
  /** Queued or running sweeps whose owner is dead. */
  orphanedSweeps(): readonly Sweep[];

  insertComparison(comparison: AbComparison, owner: Owner): void;
  updateComparison(id: string, change: ComparisonChange): void;
  getComparison(id: string): AbComparison | null;
  /** By id, a unique beginning of one, or "last". Throws COMPARISON_NOT_FOUND. */
  resolveComparison(reference: string): AbComparison;
  /** Newest first. */
  listComparisons(): readonly AbComparison[];
  /** Queued or running ones whose owner is dead. */
  orphanedComparisons(): readonly AbComparison[];

  /** The user's own target sets, by name. */
  targetSets(): readonly { readonly name: string; readonly yaml: string }[];
  putTargetSet(name: string, yaml: string, at: WallTime): void;
  /** False where there was none. */
  removeTargetSet(name: string): boolean;

  /** By name; those whose run is in the bin are left out. */
  baselines(): readonly Baseline[];
  /** Adds it, or lets the name stand for another run. */
  putBaseline(baseline: Baseline): void;
  removeBaseline(name: string): boolean;

  /** Keeps the newest 200. */
  putGate(report: GateReport): void;
  /** Newest first. */
  listGates(): readonly GateReport[];

  putCalibration(calibration: Calibration): void;
  /** The newest of this machine (see core/analysis/machine-key); null where it has none. */
  calibrationOf(machine: string): Calibration | null;
  /** The newest of each machine. */
  listCalibrations(): readonly Calibration[];

  putProbe(probe: Probe): void;
  /** The newest of this machine (hardwareKey in core/analysis/machine-key); null where it has none. */
  probeOf(machine: string): Probe | null;
  /** The newest of each machine. */
  listProbes(): readonly Probe[];

  /** Null where there are none; asking for them keeps them from being given up. */
  referenceOutputs(key: string, at: WallTime): Uint8Array | null;
  /** Gives up those not asked for the longest, to stay within the limit; false where it is larger than that alone. */
  putReferenceOutputs(key: string, bytes: Uint8Array, at: WallTime, limitBytes: Bytes): boolean;
  referenceOutputsKept(): { readonly entries: number; readonly bytes: Bytes };

  rememberModel(item: ModelListItem): void;
  recentModels(limit: number): readonly ModelListItem[];

  /** Content hash of a file seen before, unless it changed since. */
  cachedHash(path: string, stamp: string): string | null;
  cacheHash(path: string, stamp: string, hash: string): void;

  /** What is set under a name; null where nothing is. */
  setting(name: string): unknown;
  putSetting(name: string, value: unknown): void;

  /** Runs in no bin that were made before, oldest first, a page at a time. */
  oldRuns(before: WallTime, after: OldRunCursor | null, limit: number): OldRunPage;
  /** Runs that are for so long in the bin, and that nothing keeps there. */
  binnedBefore(before: WallTime, limit: number): readonly string[];
  /** The same a page at a time, those that are there for the longest first. */
  binPage(before: WallTime, after: BinCursor | null, limit: number): BinPage;
  /** Of these runs those that there are, and since when each is in the bin; null: it is in none. */
  binTimes(runIds: readonly string[]): ReadonlyMap<string, WallTime | null>;
  /** What these runs and all that hangs on them take, without indexes and half-empty pages. */
  bytesOf(runIds: readonly string[]): Bytes;
  /** For good, at once. */
  purgeRuns(runIds: readonly string[]): number;
  /** When the oldest run was made; null where there is none. */
  firstRunAt(): WallTime | null;
  size(): { readonly bytes: Bytes; readonly freeBytes: Bytes; readonly runs: number };

  /** Changes whenever another connection, of this program or another, has written. */
  dataVersion(): number;
  close(): void;
}
