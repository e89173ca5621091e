import type { TensorType } from './model.ts';
import type { WallTime } from './units.ts';

/** One output of the first run: enough to hold it against another run's on the same inputs. */
export interface OutputSummary {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly count: number;
  readonly notANumber: number;
  readonly infinite: number;
  /** Every stride-th value, at most 4,096 of them; empty for text. Non-finite ones stand as null. */
  readonly stride: number;
  readonly values: readonly (number | null)[];
}

/** How far B's outputs are from A's, over the values that were kept of both. */
export interface OutputAgreement {
  readonly compared: number;
  readonly maxError: number;
  readonly meanError: number;
  readonly cosine: number | null;
  /** Values that are no number on one side or both. */
  readonly notANumber: number;
  /** Empty where all outputs could be compared; else which could not, and why. */
  readonly reasons: readonly string[];
  /** Of a tested comparison: where A's values came from. Absent in older ones, and of simulated runs. */
  readonly reference?: OutputReference;
}

/** Where outputs may have been kept, the fastest first; "team" is a server that several machines share. */
export type CacheLevelName = 'memory' | 'gpu' | 'disk' | 'team';

export interface CacheHits {
  readonly level: CacheLevelName;
  readonly hits: number;
  readonly asked: number;
}

/** The outputs that B's were held against. */
export interface OutputReference {
  /** The level that had them from an earlier comparison with the same A; or they were computed in this one. */
  readonly from: CacheLevelName | 'this comparison';
  /** When they were computed. */
  readonly at: WallTime;
  /** How far A's outputs in this comparison are from them at most; null where they are these. */
  readonly drift: number | null;
  /** How often each level had what it was asked for, since this program began. */
  readonly levels: readonly CacheHits[];
}
