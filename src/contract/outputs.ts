import type { TensorType } from './model.ts';

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
}
