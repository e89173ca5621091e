import type { TensorType } from './model.ts';
import type { OperatorFamily } from './operator-family.ts';
import type { Bytes } from './units.ts';

export interface GraphTensor {
  readonly name: string;
  readonly type: TensorType;
  /** At the shapes of the run; null where neither the file nor the rules tell it. */
  readonly shape: readonly number[] | null;
  readonly bytes: Bytes | null;
  readonly role: 'input' | 'output' | 'weight' | 'value';
}

/** One node of the file. Work is of one execution, at the shapes of the run; null is "nobody can tell". */
export interface GraphNode {
  /** As the file names it, cut where it is longer than a page; empty where the file has none. */
  readonly name: string;
  readonly op: string;
  /** "ai.onnx", or the domain of its own. */
  readonly domain: string;
  readonly family: OperatorFamily;
  /** From the node's name, outermost first: ["encoder", "layer.0", "attention"]. Empty where names tell nothing. */
  readonly module: readonly string[];
  /** The node that this one is inside of: If, Loop, Scan, or the call of a local function; −1 in the main graph. */
  readonly parent: number;
  /** Places in ModelGraph.tensors; −1 for an operand that is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Attributes in words: "kernel_shape 3 × 3, strides 2 × 2"; empty where there are none. */
  readonly attributes: string;
  readonly macs: number | null;
  readonly flops: number | null;
  readonly bytesRead: Bytes | null;
  readonly bytesWritten: Bytes | null;
  /**
   * Of a profiled run, for a node that no operator stands for: the runtime computed it once while it loaded the model,
   * or dropped it, since nothing needed it or it changed nothing.
   */
  readonly leftOut?: 'folded' | 'eliminated';
}

/** The model as the file has it, with what each node does at one choice of shapes. */
export interface ModelGraph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly tensors: readonly GraphTensor[];
}
