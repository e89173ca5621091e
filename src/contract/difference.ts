import type { Interval } from './latency.ts';
import type { OperatorFamily } from './operator-family.ts';
import type { Milliseconds } from './units.ts';

/** Two profiled runs, or two traces that are open; a is the reference. */
export type DifferenceRequest =
  | { readonly kind: 'runs'; readonly a: string; readonly b: string }
  /** Of traces by kernels on the device, or by operators on the host; left out: kernels where there are any. */
  | {
      readonly kind: 'traces';
      readonly a: string;
      readonly b: string;
      readonly by?: 'kernels' | 'operators';
      /** Left out: a mean step where both have steps, else the traces as wholes. */
      readonly per?: 'step' | 'trace';
    };

export const MATCH_KINDS = [
  'same',
  'renamed',
  'replaced',
  'requantised',
  'fused',
  'split',
  'new',
  'gone',
] as const;
export type MatchKind = (typeof MATCH_KINDS)[number];

/** What of one side belongs to a part. */
export interface DifferenceSide {
  /**
   * Places in RunProfile.operators, in order of execution. Of traces in TraceReport.kernels, the copies counted on
   * behind them, or in .operators, in the report on the time of the steps where a step is accounted for.
   */
  readonly members: readonly number[];
  readonly names: readonly string[];
  readonly ops: readonly string[];
  readonly providers: readonly string[];
  /** In words, of the outputs: "float32 1 × 128 × 768"; empty where not known. */
  readonly shapes: readonly string[];
  readonly count: number;
  readonly ms: Milliseconds;
  readonly ci95: Interval | null;
}

/** Operators of A and those of B that do the same work, and what became of their time. */
export interface DifferencePart {
  /** What to call it: the name that both have, else B's, else A's. */
  readonly name: string;
  readonly op: string;
  readonly family: OperatorFamily;
  readonly module: readonly string[];
  readonly match: MatchKind;
  readonly matchedBy: 'name' | 'tensor' | 'structure' | null;
  /** Null for what is new. */
  readonly a: DifferenceSide | null;
  /** Null for what is gone. */
  readonly b: DifferenceSide | null;
  /** b − a; all parts' and the residual add up to Difference.deltaMs. */
  readonly deltaMs: Milliseconds;
  /** With what the same operator differs by between two processes; null where one side has no interval. */
  readonly deltaCi95: Interval | null;
  /** Whether the interval leaves 0 out. */
  readonly isClear: boolean;
  /** deltaMs less what all unchanged operators moved by alike (Difference.drift): by this the parts are ranked. */
  readonly ownDeltaMs: Milliseconds;
  /** "MatMul and Add became one FusedMatMul"; empty where there is nothing to say. */
  readonly note: string;
}

/** A place in the flame chart of differences: the model by its modules, or a trace by its call stacks. */
export interface DifferenceFrame {
  readonly name: string;
  /** Place in Difference.frames; −1 for the top. Parents come before their children. */
  readonly parent: number;
  /** Place in Difference.parts; −1 for a module, which is the sum of what is inside of it. */
  readonly part: number;
  readonly aMs: Milliseconds;
  readonly bMs: Milliseconds;
}

/** From a total to the parts that make it up. */
export interface Difference {
  readonly kind: DifferenceRequest['kind'];
  /** What the two are called, for headings. */
  readonly a: string;
  readonly b: string;
  /** What is accounted for: a median iteration, a mean step, or the traces as wholes. */
  readonly per: 'iteration' | 'step' | 'trace';
  readonly aMs: Milliseconds;
  readonly bMs: Milliseconds;
  readonly deltaMs: Milliseconds;
  readonly deltaCi95: Interval | null;
  /** Those that explain most first. */
  readonly parts: readonly DifferencePart[];
  /** deltaMs less all parts' deltaMs: what no operator accounts for. */
  readonly residualMs: Milliseconds;
  readonly residualCi95: Interval | null;
  /** Of the residual, the change of what the runtime spends outside of operators, or idle time; null where unknown. */
  readonly outsideDeltaMs: Milliseconds | null;
  /** Time of B over time of A that all unchanged operators have in common; null where too few are unchanged. */
  readonly drift: {
    readonly factor: number;
    readonly ci95: Interval | null;
    readonly ms: Milliseconds;
  } | null;
  readonly frames: readonly DifferenceFrame[];
  readonly matched: {
    readonly byName: number;
    readonly byTensor: number;
    readonly byStructure: number;
    readonly onlyA: number;
    readonly onlyB: number;
    /** Of both sides' time, that of parts which have both. */
    readonly share: number;
  };
  /** For each node of the two model graphs, its place in parts or −1; null for traces. */
  readonly nodes: { readonly a: Int32Array; readonly b: Int32Array } | null;
  /** What a reader must know: recording made one run three times as long, the graphs share little. */
  readonly cautions: readonly string[];
  /** "Of +4.10 ms, MatMul_95 in encoder/layer.3 takes +3.92 ms [3.85, 3.99]." */
  readonly sentence: string;
}

/** What is told where there is no difference to show. */
export interface NoDifference {
  readonly kind: 'none';
  readonly reason: string;
  readonly nextStep: string;
  /** Runs that have no profile yet. */
  readonly unprofiled: readonly string[];
}

/** The call of DynoApi about what a difference is made of. */
export interface DifferenceApi {
  getDifference(request: DifferenceRequest): Promise<Difference | NoDifference>;
}
