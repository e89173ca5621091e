import type { Bytes } from './units.ts';

/** ONNX element types, by the names that the rest of the program uses. */
export const TENSOR_TYPES = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
] as const;

export type TensorType = (typeof TENSOR_TYPES)[number];

/** A known size, a symbol ("batch"), or null where the model says nothing. */
export type Dimension = number | string | null;

export interface TensorPort {
  readonly name: string;
  readonly type: TensorType;
  /** Absent where the model declares no shape at all (any rank). */
  readonly shape: readonly Dimension[] | null;
  /** "tensor", or the kind that the runtime's JavaScript interface cannot feed or fetch. */
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse' | 'unknown';
  /** As indices its values stay below this: the size of the axis that the graph looks up with them. */
  readonly indexLimit?: number;
}

export interface OperatorCount {
  readonly domain: string;
  readonly type: string;
  readonly count: number;
}

/** Where a model comes from: a file of the user's, or a demo model such as "demo:encoder-tiny". */
export interface ModelRef {
  readonly kind: 'file' | 'demo';
  /** Absolute path, or the demo model's full name. */
  readonly location: string;
}

export interface ModelInfo {
  readonly ref: ModelRef;
  /** File name without folder, or the demo model's name. */
  readonly name: string;
  readonly irVersion: number;
  readonly producer: string;
  readonly graphName: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly TensorPort[];
  readonly outputs: readonly TensorPort[];
  readonly nodeCount: number;
  readonly operators: readonly OperatorCount[];
  /** Elements of constants that reach an input for weights; statistics of normalisations included. */
  readonly parameters: number;
  /** All constants, wherever they are kept. */
  readonly weightBytes: Bytes;
  /** The file itself; external data files come on top. */
  readonly fileBytes: Bytes;
  readonly externalData: readonly { readonly path: string; readonly bytes: Bytes | null }[];
  /** Symbols that the inputs use, in order of appearance. */
  readonly symbols: readonly string[];
  /** Whether a level's sequence length means anything to this model. */
  readonly hasSequence: boolean;
  readonly hasBatch: boolean;
  /** Absent where it is no decoder that can be driven token by token. */
  readonly generates?: 'with-cache' | 'without-cache';
}

/** What is left out is as in a bench without it: batch 1, sequence 128. */
export interface ModelShapes {
  readonly batch?: number;
  readonly sequence?: number;
  /** Input name to shape, overriding the two. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** What a model does in one run, counted from its file. */
export interface CountedWork {
  /**
   * Multiply-adds of convolutions, matrix products, attention and recurrent cells; null where something multiplies
   * and nobody can tell how often.
   */
  readonly macs: number | null;
  /** Two for each of those, and all other arithmetic of the nodes that are counted; null where macs is. */
  readonly flops: number | null;
  /** Nodes whose operations are known, of those that there are; in called functions once for each call. */
  readonly countedNodes: number;
  readonly runningNodes: number;
  /** At which shapes; empty where the model's inputs cannot be made, or it has none. */
  readonly countedAt: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export interface InspectedModel extends ModelInfo, CountedWork {}

/** A model's identity in the store: the same bytes are the same model, whatever the file is called. */
export interface ModelIdentity {
  readonly name: string;
  readonly ref: ModelRef;
  /** SHA-256 over the file and its external data files, in their order. */
  readonly contentHash: string;
  readonly parameters: number;
  readonly weightBytes: Bytes;
  readonly fileBytes: Bytes;
}

/** How an input's values are made: said once when it is resolved, followed by whoever makes them. */
export type InputFill =
  | { readonly kind: 'constant'; readonly value: number }
  /** Integers from `from` up to, but not including, `below`. */
  | { readonly kind: 'integers'; readonly from: number; readonly below: number }
  /** from, from + 1, … along the last axis; beginning again at 0 where `below` is reached. */
  | { readonly kind: 'ascending'; readonly from: number; readonly below?: number }
  /** Uniform in [0, 1). */
  | { readonly kind: 'uniform' }
  | { readonly kind: 'normal' }
  | { readonly kind: 'text' };

export interface ResolvedInput {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** How its values are made, in words: "token ids below 1000", "ones", "from tokens.npy". */
  readonly values: string;
  /** Absent where the values come from a file. */
  readonly fill?: InputFill;
}

export interface ModelListItem {
  readonly ref: ModelRef;
  readonly name: string;
  readonly detail: string;
  readonly lastUsed: number | null;
}
