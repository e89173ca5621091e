import type { TensorType } from '../../../contract/model.ts';

export interface KnownTensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
}

/** What is known of the values of one graph at one choice of input shapes. */
export interface ShapeTable {
  readonly tensors: ReadonlyMap<string, KnownTensor>;
  /** Small integer tensors whose values follow from the shapes: operands of Reshape and its like. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
}
