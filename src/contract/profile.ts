import type { ExportedFile } from './exported-file.ts';
import type { Finding } from './finding.ts';
import type { ModelGraph } from './model-graph.ts';
import type { TensorType } from './model.ts';
import type { OperatorFamily } from './operator-family.ts';
import type { SpanTable } from './spans.ts';
import type { Bytes, Milliseconds } from './units.ts';

/** The profiled pass, which comes after the clean one and never counts as the time. */
export interface ProfileConfig {
  /** As many iterations at most; null: as the time allows. */
  readonly iterations: number | null;
  readonly durationMs: Milliseconds;
}

/** Whichever comes first: enough of a model of microseconds to see them through whole ones, and a few of one that takes a second. */
export const PROFILE_DEFAULT = { iterations: 2000, durationMs: 5000 } as const satisfies ProfileConfig;

/** What of it the user chooses; an empty one is a profile by the defaults. */
export type ProfileWish = Partial<{ readonly [Key in keyof ProfileConfig]: number }>;

/** Part of the run's row: what a list and a headline need. */
export interface ProfileSummary {
  /** Mean iteration of the clean pass. */
  readonly cleanMeanMs: Milliseconds;
  /** Mean iteration while the runtime recorded. */
  readonly profiledMeanMs: Milliseconds;
  /** The second over the first. */
  readonly overheadFactor: number;
  /** Above OVERHEAD_INDICATIVE the shares are a hint, not a measurement. */
  readonly isIndicative: boolean;
  /** What recording one event was fitted to cost inside the operator's own time; taken off each. */
  readonly eventCostMs: Milliseconds;
  readonly iterations: number;
  /** The runtime stops recording at a million events: a pass is as many sessions as it needs. */
  readonly slices: number;
  readonly operatorCount: number;
  /** The dearest, with its share of the clean time; null where nothing was recorded. */
  readonly dearest: { readonly op: string; readonly name: string; readonly share: number } | null;
}

export const OVERHEAD_INDICATIVE = 1.5;

/** Far below the million at which the runtime stops recording; and what it holds of them until then is memory. */
export const MOST_SLICE_EVENTS = 100_000;

export const PROFILE_NOTES = [
  /** The run was stopped while it profiled: what was recorded until then counts. */
  'stopped',
  /** The runtime's file ended in the middle. */
  'file-cut',
  'disk-full',
  /** The provider records no operators of its own, or the runtime none at all. */
  'nothing-recorded',
  /** The optimized graph could not be had: operators are not mapped to the file's nodes. */
  'no-mapping',
  /** Shapes changed from iteration to iteration. */
  'shapes-vary',
  /** Only the first iterations' spans are kept for the flame chart. */
  'spans-cut',
  /** Names longer than a page were cut. */
  'names-cut',
  /** Unrecorded iterations beside the profiled ones took another time than the clean pass: the machine had changed. */
  'drifted',
  /** The pass ended with an error of the runtime: what was recorded until then counts. */
  'failed',
] as const;

/** What a reader of the profile must know; with what happened in words, and the next step. */
export interface ProfileNote {
  readonly kind: (typeof PROFILE_NOTES)[number];
  readonly message: string;
  readonly nextStep: string;
}

export interface OperandFact {
  /** As in the executed graph; empty where it is not known. */
  readonly tensor: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
}

/** An operator as the runtime executed it: a node of the optimized graph. Times and work are of one iteration. */
export interface OperatorProfile {
  /** As the runtime names it. */
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly family: OperatorFamily;
  /** "cpu", "webgpu", "cuda", or the runtime's own word for another one. */
  readonly provider: string;
  /** What its name, or its sources' names have in common, says about where it belongs. */
  readonly module: readonly string[];
  /** Places in ModelGraph.nodes of the file's nodes that it stands for; empty where nobody can tell. */
  readonly sources: readonly number[];
  /** Place in RunProfile.operators of the If, Loop or Scan that it ran inside of; −1 outside of any. */
  readonly parent: number;
  /** Executions in the whole profiled pass, and of one iteration. */
  readonly count: number;
  readonly perIteration: number;
  /** As it was recorded, the cost of recording included. */
  readonly recordedMs: Milliseconds;
  /** Its own: recorded, less what recording costs, scaled to the clean time. */
  readonly selfMs: Milliseconds;
  /** 95 % of selfMs over the profiled iterations, 5 of them at least; else null. */
  readonly selfMsCi95: readonly [Milliseconds, Milliseconds] | null;
  /** With the operators that ran inside of it. */
  readonly totalMs: Milliseconds;
  /** selfMs over the clean mean. */
  readonly share: number;
  /** On a GPU that tells: what the kernels took there, beside what the processor took to launch, and waited. */
  readonly gpu: {
    readonly kernelMs: Milliseconds;
    readonly launchMs: Milliseconds;
    readonly waitMs: Milliseconds | null;
  } | null;
  readonly inputs: readonly OperandFact[];
  readonly outputs: readonly OperandFact[];
  readonly macs: number | null;
  readonly flops: number | null;
  readonly bytesRead: Bytes | null;
  readonly bytesWritten: Bytes | null;
  /** Null where the runtime tells nothing. */
  readonly memory: {
    /** Of its outputs, newly taken while it ran; negative where it gave more back. */
    readonly allocatedBytes: Bytes;
    /** In use when it ended, and the highest until then. */
    readonly liveBytes: Bytes;
    readonly peakBytes: Bytes;
  } | null;
}

/** "112 of 118 nodes on webgpu; 6 on the CPU cost 1.9 ms and 4 copies". Operators inside others count as well. */
export interface Placement {
  readonly provider: string;
  readonly operators: number;
  readonly byProvider: readonly {
    readonly provider: string;
    readonly operators: number;
    readonly selfMs: Milliseconds;
    readonly share: number;
  }[];
  /** On the CPU though another provider was asked for: places in RunProfile.operators, the dearest first. */
  readonly fallbacks: readonly number[];
  readonly fallbackMs: Milliseconds;
  readonly copies: { readonly count: number; readonly bytes: Bytes | null; readonly selfMs: Milliseconds };
}

/** A value between the operator that makes it and the last one that reads it. */
export interface TensorLife {
  readonly tensor: string;
  readonly bytes: Bytes;
  /** Places in RunProfile.operators, in order of execution. */
  readonly from: number;
  readonly to: number;
}

export interface ProfileMemory {
  /** The largest values of the executed graph, at most 500, by size. */
  readonly lives: readonly TensorLife[];
  /**
   * Sum of the values alive while each operator runs, what it reads and makes among them, in order of execution; their
   * highest is the plan's peak. The model's inputs and its weights are none of them. The runtime's arena holds more: it
   * keeps what was given back for the next value of the same size.
   */
  readonly aliveBytes: readonly Bytes[];
  readonly peakBytes: Bytes;
  /** Place in RunProfile.operators where that is. */
  readonly peakAt: number;
  /**
   * After each profiled iteration, in the order of the pass: what the arena has in use. Resident: the process after
   * iterations that were not recorded, right behind the clean pass, since what is recorded takes memory itself.
   */
  readonly growth: {
    readonly inUseBytes: readonly (Bytes | null)[];
    readonly residentBytes: readonly (Bytes | null)[];
    /** Slope of the resident size with its 95 % interval; null with fewer than 10 iterations. */
    readonly bytesPerIteration: number | null;
    readonly ci95: readonly [number, number] | null;
  };
}

/** Where the time of a run went. Kept beside the run; large models have thousands of operators. */
export interface RunProfile extends ProfileSummary {
  readonly runId: string;
  /** In order of first execution; one inside another comes after it. */
  readonly operators: readonly OperatorProfile[];
  readonly placement: Placement;
  /** Null where nothing is known of it. */
  readonly memory: ProfileMemory | null;
  /** Of the clean mean, what no operator accounts for: the runtime's own, and handing values over. */
  readonly outsideMs: Milliseconds;
  /** Shares of the operators' time for which FLOPs, and bytes, are known. */
  readonly coverage: { readonly flops: number; readonly bytes: number };
  readonly notes: readonly ProfileNote[];
}

/** What the worker hands over, packed by itself so that the host has nothing to do but keep it. */
export interface ProfileOutcome {
  readonly summary: ProfileSummary;
  /** RunProfile without its run, ModelGraph, and SpanTable: see core/store/profiles. */
  readonly operators: Uint8Array;
  /** Null where the model's file could not be read as a graph. */
  readonly graph: Uint8Array | null;
  readonly spans: Uint8Array;
}

/** One slice of a profiled pass that goes on, for the flame that fills while one watches. */
export interface ProfileSlice {
  readonly iterationsDone: number;
  readonly iterationsWanted: number | null;
  readonly elapsedMs: Milliseconds;
  /** Of the slice's last iterations, 20,000 at most; subject is −1. */
  readonly spans: SpanTable;
}

/** How far a profiled pass is. */
export interface ProfilingState {
  readonly iterationsDone: number;
  /** Null: as many as the time allows. */
  readonly iterationsWanted: number | null;
  /** Of recording alone: loading the model again for each slice is not in it. */
  readonly elapsedMs: Milliseconds;
  readonly durationMs: Milliseconds;
}

export const PROFILE_FORMATS = ['chrome-trace', 'speedscope', 'folded'] as const;
export type ProfileFormat = (typeof PROFILE_FORMATS)[number];

export interface ProfileApi {
  /** Null where the run was not profiled. */
  getProfile(runId: string): Promise<RunProfile | null>;
  /** Null as above. Spans of the first profiled iterations, as they were recorded. */
  getProfileSpans(runId: string): Promise<SpanTable | null>;
  /** As kept with the profile; else read anew from the model's file at the shapes of the run. */
  getModelGraph(runId: string): Promise<ModelGraph>;
  /** Null where the run was not profiled; empty where nothing was found. */
  getFindings(runId: string): Promise<readonly Finding[] | null>;
  exportProfile(runId: string, format: ProfileFormat): Promise<ExportedFile>;
}
