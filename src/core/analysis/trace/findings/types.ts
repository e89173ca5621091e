import type { TraceFinding, TraceReport } from '../../../../contract/trace-report.ts';

/** What detectors look at: the report without what is still to be found, and what only they need. */
export interface Analysed {
  readonly report: Omit<TraceReport, 'findings'>;
  /** What costs are held against: the steps' time, or the trace's. */
  readonly wholeUs: number;
  /** Of that time, what any device worked in. */
  readonly busyUs: number;
  /** Gaps that the host caused, from the first start, by columns. */
  readonly hostWaits: { readonly fromUs: Float64Array; readonly toUs: Float64Array };
  /** Calls that made their thread wait for the device, inside of steps. */
  readonly synchronisations: readonly {
    readonly name: string;
    readonly count: number;
    readonly totalUs: number;
  }[];
  readonly longestSynchronisation: { readonly fromUs: number; readonly toUs: number } | null;
  readonly steps: number;
  /** Time of work that tensor cores could do, given the types for it. */
  readonly tensorCoreWorkUs: number;
  /** Of the device that computed most. */
  readonly computeCapability: number | null;
}

/** Severity follows from the cost; where that is not known, the detector says. */
export type Found = Omit<TraceFinding, 'kind' | 'severity'> & {
  readonly severity?: TraceFinding['severity'];
};

export interface Detector {
  readonly kind: TraceFinding['kind'];
  find(trace: Analysed): Found | null;
}
