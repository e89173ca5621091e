import type { AbApi, AbProgress } from './ab.ts';
import type { CalibrationApi, CalibrationProgress } from './calibration.ts';
import type { DifferenceApi } from './difference.ts';
import type { DoctorReport, Environment, HardwareSample, HardwareSeries } from './hardware.ts';
import type { HardwareCatalog, HardwareFrames, ProcessTable, SamplerHealth } from './hardware-channels.ts';
import type { Alert } from './alert.ts';
import type { Recording } from './recording.ts';
import type { ProbeProgress } from './probe.ts';
import type { ExportedFile } from './exported-file.ts';
import type { HistoryApi } from './history.ts';
import type { GateApi, GateProgress } from './gate.ts';
import type { HardwareApi } from './hardware-api.ts';
import type { ProbeApi } from './probe.ts';
import type { InspectedModel, ModelListItem, ModelRef, ModelShapes } from './model.ts';
import type {
  BenchPlan,
  BenchRequest,
  LiveRun,
  Provider,
  Run,
  RunDetails,
  RunFilter,
  RunProgress,
  RunSeries,
} from './run.ts';
import type { RunListApi } from './run-list.ts';
import type { TargetApi } from './target.ts';
import type { ProfileApi, ProfileSlice } from './profile.ts';
import type { SideBySideApi } from './side-by-side.ts';
import type { Sweep, SweepApi } from './sweep.ts';
import type { TraceApi } from './trace-api.ts';
import type { TracePreview, TraceProgress } from './trace.ts';
import type { WallTime } from './units.ts';
import type { UpkeepApi, UpkeepProgress } from './upkeep.ts';

export interface About {
  readonly version: string;
  /** How this interface is shown. Native dialogs and file paths exist only on the desktop. */
  readonly host: 'desktop' | 'browser';
  readonly dataFolder: string;
  readonly providers: readonly {
    readonly name: Provider;
    readonly available: boolean;
    readonly reason: string;
  }[];
  readonly environment: Environment;
  /** What the user should know about the store, such as a corrupt file set aside; empty mostly. */
  readonly notices: readonly string[];
}

export interface RunPatch {
  readonly name?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
}

/** Every call that a page may make. Calls reject with DynoError. */
export interface DynoApi
  extends
    AbApi,
    CalibrationApi,
    DifferenceApi,
    GateApi,
    HardwareApi,
    HistoryApi,
    ProbeApi,
    ProfileApi,
    RunListApi,
    SideBySideApi,
    SweepApi,
    TargetApi,
    TraceApi,
    UpkeepApi {
  about(): Promise<About>;
  doctor(): Promise<DoctorReport>;

  listModels(): Promise<readonly ModelListItem[]>;
  inspectModel(ref: ModelRef, at?: ModelShapes): Promise<InspectedModel>;
  /** Opens the native dialog; null where the user closed it, or where the host has none (the page then uploads). */
  pickModelFile(): Promise<ModelRef | null>;

  planBench(request: BenchRequest): Promise<BenchPlan>;
  /** Resolves as soon as the run is queued and stored. */
  startBench(request: BenchRequest): Promise<Run>;
  /** Ends a queued or running run and keeps what was measured. */
  stopRun(runId: string): Promise<void>;
  /** Runs of this program that are queued or running, in order. */
  liveRuns(): Promise<readonly LiveRun[]>;

  listRuns(filter: RunFilter): Promise<readonly Run[]>;
  getRun(runId: string): Promise<Run>;
  getSeries(runId: string): Promise<RunSeries | null>;
  getHardware(runId: string): Promise<HardwareSeries | null>;
  /** Trust with its evidence, outputs, scenario and generation: what no list needs. */
  getDetails(runId: string): Promise<RunDetails>;
  updateRun(runId: string, patch: RunPatch): Promise<Run>;
  /** Moves runs to the bin; restoreRuns brings them back until the bin is emptied (30 days). */
  deleteRuns(runIds: readonly string[]): Promise<void>;
  restoreRuns(runIds: readonly string[]): Promise<void>;
  exportRun(runId: string, format: 'json' | 'csv'): Promise<ExportedFile>;
  /** Native save dialog where there is one; resolves to the path, or null where the page should download. */
  saveFile(file: ExportedFile): Promise<string | null>;

  recentHardware(): Promise<readonly HardwareSample[]>;
}

/** What the core tells every attached page. */
export type CoreEvent =
  | { readonly type: 'run-progress'; readonly progress: RunProgress }
  /** Runs that were added, changed or removed, by this program or another one on the same store. */
  | { readonly type: 'runs-changed'; readonly runIds: readonly string[] | 'unknown' }
  | { readonly type: 'ab-progress'; readonly progress: AbProgress }
  /** A sweep as it is now: a cell has begun or ended. */
  | { readonly type: 'sweep-progress'; readonly sweep: Sweep }
  | { readonly type: 'calibration-progress'; readonly progress: CalibrationProgress }
  /** Target sets, baselines or goals were added, changed or removed by this program. */
  | { readonly type: 'targets-changed' }
  | { readonly type: 'hardware'; readonly sample: HardwareSample }
  | { readonly type: 'hardware-catalog'; readonly catalog: HardwareCatalog }
  | {
      readonly type: 'hardware-frames';
      readonly frames: HardwareFrames;
      readonly wallMinusMonotonicMs: number;
    }
  | { readonly type: 'hardware-processes'; readonly table: ProcessTable }
  | { readonly type: 'hardware-health'; readonly health: SamplerHealth }
  | { readonly type: 'alert'; readonly alert: Alert }
  | { readonly type: 'recording'; readonly recording: Recording }
  | { readonly type: 'probe-progress'; readonly progress: ProbeProgress }
  | { readonly type: 'profile-slice'; readonly runId: string; readonly slice: ProfileSlice }
  | { readonly type: 'trace-progress'; readonly progress: TraceProgress }
  | { readonly type: 'trace-preview'; readonly preview: TracePreview }
  | { readonly type: 'gate-progress'; readonly progress: GateProgress }
  | { readonly type: 'upkeep-progress'; readonly progress: UpkeepProgress }
  /** Traces were indexed, removed or noted on by this program. */
  | { readonly type: 'traces-changed' }
  | { readonly type: 'notice'; readonly text: string; readonly at: WallTime };

/** What the desktop shell tells its page: menu entries and files opened from outside. */
export type ShellEvent =
  | { readonly type: 'open-model'; readonly ref: ModelRef }
  | { readonly type: 'open-trace'; readonly path: string }
  | { readonly type: 'command'; readonly command: ShellCommand };

export const SHELL_COMMANDS = [
  'open-model',
  'open-trace',
  'go-bench',
  'go-runs',
  'go-compare',
  'go-history',
  'go-traces',
  'go-hardware',
  'go-settings',
  'palette',
  'theme',
  'shortcuts',
] as const;
export type ShellCommand = (typeof SHELL_COMMANDS)[number];

/** The page's side of the channel. */
export interface PageApi {
  onEvent(event: CoreEvent | ShellEvent): void;
}
