import type { GraphProto, NodeProto } from '../onnx-messages.ts';
import type { TensorType } from '../../../contract/model.ts';

export interface KnownTensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
}

/** What is known by name; in a subgraph, what is known around it as well. */
export interface ByName<Value> {
  get(name: string): Value | undefined;
  has(name: string): boolean;
}

/** What is known of the values of one graph at one choice of input shapes. */
export interface ShapeTable {
  readonly tensors: ByName<KnownTensor>;
  /** Values of small tensors that follow from constants and shapes: operands of Reshape and its like. */
  readonly values: ByName<readonly number[]>;
  /** By the place of a node among its graph's: its subgraphs in order of its attributes, or the function it calls. */
  readonly inner: ReadonlyMap<number, readonly InnerShapes[]>;
}

export const NOTHING_KNOWN: ShapeTable = { tensors: new Map(), values: new Map(), inner: new Map() };

/** A graph inside a node: the branch of an If, the body of a Loop or Scan, or a function as this node calls it. */
export interface InnerShapes extends ShapeTable {
  /** Null for a function. */
  readonly graph: GraphProto | null;
  /** With a function's attributes filled in by the call. */
  readonly nodes: readonly NodeProto[];
  /** How often it runs at one execution of the node; null where its values decide. */
  readonly times: number | null;
}
