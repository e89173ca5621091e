import type { TraceWarning } from './trace.ts';

/** How the time of one step was spent: each moment counted once, for the first of these that was going on. */
export interface StepSplit {
  readonly name: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly kernelUs: number;
  readonly memcpyUs: number;
  readonly memsetUs: number;
  readonly communicationUs: number;
  readonly runtimeUs: number;
  readonly dataLoaderUs: number;
  readonly cpuUs: number;
  readonly otherUs: number;
}

export interface KernelTotals {
  readonly name: string;
  readonly count: number;
  readonly totalUs: number;
  readonly meanUs: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Of the time of all kernels. */
  readonly share: number;
  /** By its name; null where the name does not tell. */
  readonly usesTensorCores: boolean | null;
  readonly blocksPerSm: number | null;
  readonly occupancyPercent: number | null;
}

export interface OperatorTotals {
  readonly name: string;
  readonly shapes: string | null;
  readonly count: number;
  readonly hostUs: number;
  readonly hostOwnUs: number;
  /** Kernels launched by it or inside of it; own: not inside of an operator inside of it. */
  readonly deviceUs: number;
  readonly deviceOwnUs: number;
  readonly flops: number | null;
}

export interface DeviceUse {
  readonly device: number;
  readonly name: string | null;
  readonly fromUs: number;
  readonly toUs: number;
  readonly busyUs: number;
  readonly idleUs: number;
  readonly computeUs: number;
  readonly communicationUs: number;
  readonly memoryUs: number;
  /** Of the communication's time, what ran beside computation; null where there is none. */
  readonly overlapShare: number | null;
  readonly smEfficiencyPercent: number | null;
  readonly occupancyPercent: number | null;
  /** Of the steps' time, what at least one kernel ran in. Null without steps. */
  readonly utilizationPercent: number | null;
  /** Of the kernels' time, that of kernels whose name says tensor cores. Null without kernels. */
  readonly tensorCoreShare: number | null;
}

/** A stretch in which a stream had nothing to do, and what it waited for. */
export const IDLE_REASONS = ['host-wait', 'kernel-wait', 'other'] as const;
export type IdleReason = (typeof IDLE_REASONS)[number];

export interface StreamIdle {
  readonly device: number;
  readonly stream: number;
  readonly busyUs: number;
  readonly idleUs: number;
  readonly byReason: readonly {
    readonly reason: IdleReason;
    readonly count: number;
    readonly totalUs: number;
  }[];
}

export interface Gap {
  readonly device: number;
  readonly stream: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly reason: IdleReason;
  readonly before: string;
  readonly after: string;
}

export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LaunchStatistics {
  readonly launches: number;
  /** Launch calls whose kernel is not in the trace. */
  readonly unmatched: number;
  /** From the end of the call to the start of its first kernel or copy; 0 where that started before. */
  readonly delayUs: Spread;
  readonly callUs: Spread;
  /** Kernels shorter than their own launch call. */
  readonly shorterThanLaunch: number;
}

/** Work launched on a stream and not yet started: a step function, thinned out so that no peak is lost. */
export interface QueueLength {
  readonly device: number;
  readonly stream: number;
  readonly mean: number;
  readonly max: number;
  readonly atUs: Float64Array;
  readonly length: Float64Array;
}

export interface CopyTotals {
  readonly name: string;
  readonly count: number;
  readonly totalUs: number;
  readonly bytes: number | null;
  readonly gbPerSecond: number | null;
}

/** Collectives of one name, size, type and group. */
export interface CollectiveTotals {
  readonly name: string;
  readonly count: number;
  readonly firstUs: number;
  readonly totalUs: number;
  /** What no computation ran beside. */
  readonly exposedUs: number;
  /** Of one of them, the larger of what goes in and comes out. */
  readonly elements: number | null;
  readonly bytes: number | null;
  readonly groupName: string | null;
  readonly ranks: string | null;
  readonly groupSize: number | null;
  readonly algorithmGbPerSecond: number | null;
  readonly busGbPerSecond: number | null;
}

export interface CriticalPathPart {
  readonly kind: 'kernel' | 'memory' | 'communication' | 'host' | 'launch' | 'sync' | 'idle';
  readonly totalUs: number;
  readonly share: number;
}

export interface CriticalPath {
  readonly step: string;
  readonly durationUs: number;
  readonly parts: readonly CriticalPathPart[];
  /** In order of time, those that weigh most. */
  readonly spans: readonly {
    readonly span: number;
    readonly name: string;
    readonly kind: CriticalPathPart['kind'];
    readonly startUs: number;
    readonly onPathUs: number;
  }[];
}

/** One step's, without its spans. */
export type StepPath = Pick<CriticalPath, 'step' | 'durationUs' | 'parts'>;

export interface AnnotationTotals {
  readonly name: string;
  readonly count: number;
  readonly hostUs: number;
  /** Kernels whose launch lies inside of it, wherever they ran. */
  readonly kernels: number;
  readonly deviceUs: number;
}

export const TRACE_FINDINGS = [
  'data-loader-wait',
  'sync-in-hot-path',
  'low-occupancy',
  'launch-bound',
  'exposed-communication',
  'pageable-copies',
  'gpu-mostly-idle',
  'tensor-cores-unused',
] as const;
export type TraceFindingKind = (typeof TRACE_FINDINGS)[number];

export interface TraceFinding {
  readonly kind: TraceFindingKind;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  /** What, how much, where. */
  readonly text: string;
  readonly nextStep: string;
  /** What it costs of the whole, where that can be said. */
  readonly costUs: number | null;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  /** Where to look first. */
  readonly at: { readonly fromUs: number; readonly toUs: number } | null;
}

/** What a trace says, worked out from its index alone. Times in microseconds from the first start. */
export interface TraceReport {
  readonly spanUs: number;
  /** Time in which any kernel, copy or memset ran on any device. */
  readonly busyUs: number;
  /** spanUs − busyUs. */
  readonly idleUs: number;
  readonly hasGpu: boolean;
  readonly steps: readonly StepSplit[];
  readonly meanStep: StepSplit | null;
  readonly devices: readonly DeviceUse[];
  readonly kernels: readonly KernelTotals[];
  readonly kernelCount: number;
  readonly kernelUs: number;
  readonly operators: readonly OperatorTotals[];
  readonly streams: readonly StreamIdle[];
  /** The longest, at most 200. */
  readonly gaps: readonly Gap[];
  readonly launches: LaunchStatistics | null;
  readonly queues: readonly QueueLength[];
  readonly copies: readonly CopyTotals[];
  readonly collectives: readonly CollectiveTotals[];
  /** Of the step whose length is in the middle. */
  readonly criticalPath: CriticalPath | null;
  readonly stepPaths: readonly StepPath[];
  readonly annotations: readonly AnnotationTotals[];
  readonly findings: readonly TraceFinding[];
  readonly warnings: readonly TraceWarning[];
}
