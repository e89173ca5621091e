import { integerAttribute, integersAttribute, isStandard } from '../graph-walk.ts';
import type { NodeProto } from '../onnx-messages.ts';

type Shape = readonly number[];
type Shapes = readonly (Shape | undefined)[];

/** The sizes that attention's work and its output follow from. Widths are over all heads. */
export interface AttentionSizes {
  readonly batch: number;
  readonly queries: number;
  /** Positions that each query meets: those of this run and those of the cache. */
  readonly keys: number;
  readonly queryWidth: number;
  readonly valueWidth: number;
  /** Of projections that the operator has inside. */
  readonly projectionMacs: number;
}

type Reader = (node: NodeProto, inputs: Shapes) => AttentionSizes | null;

const MICROSOFT: Readonly<Record<string, Reader>> = {
  Attention: (node, inputs) => selfAttention(node, inputs, inputs[4]),
  QAttention: (node, inputs) => selfAttention(node, inputs, inputs[8]),
  MultiHeadAttention: multiHead,
  GroupQueryAttention: groupQuery,
};

/** Null for any other operator, and where the shapes do not tell. */
export function attentionSizes(node: NodeProto, inputs: Shapes): AttentionSizes | null {
  const { opType = '', domain } = node;
  const read = isStandard(domain) ? (opType === 'Attention' ? standard : undefined) : MICROSOFT[opType];
  const sizes = read?.(node, inputs) ?? null;
  return sizes === null || Object.values(sizes).some((size: number) => !(size >= 0)) ? null : sizes;
}

export function isAttention({ opType = '', domain }: NodeProto): boolean {
  return isStandard(domain) ? opType === 'Attention' : Object.hasOwn(MICROSOFT, opType);
}

/** One input, projected inside by one weight: (batch, length, width) by (width, query + key + value). */
function selfAttention(
  node: NodeProto,
  [input, weight]: Shapes,
  past: Shape | undefined,
): AttentionSizes | null {
  if (input?.length !== 3 || weight?.length !== 2) return null;
  const [batch = 0, queries = 0, width = 0] = input;
  const columns = weight[1] as number;
  const third = columns / 3;
  const [queryWidth = third, , valueWidth = third] = integersAttribute(node, 'qkv_hidden_sizes') ?? [];
  return {
    batch,
    queries,
    keys: queries + (past?.[3] ?? 0),
    queryWidth,
    valueWidth,
    projectionMacs: batch * queries * width * columns,
  };
}

/** Query, key and value apart, or packed: all three, or key and value. */
function multiHead(node: NodeProto, inputs: Shapes): AttentionSizes | null {
  const [query, key, value] = inputs;
  const past = inputs[6]?.[2] ?? 0;
  if (query?.length === 5) {
    const [batch = 0, queries = 0, heads = 0, , size = 0] = query;
    return sizesOf(batch, queries, queries + past, heads * size, heads * size);
  }
  if (query?.length !== 3 || key === undefined) return null;
  const [batch = 0, queries = 0, width = 0] = query;
  if (key.length === 5) return sizesOf(batch, queries, (key[1] ?? 0) + past, width, width);
  // Of another model's sequence, it comes by heads: (batch, heads, length, size of a head).
  const length = (key.length === 4 ? key[2] : key[1]) ?? 0;
  const heads = integerAttribute(node, 'num_heads', 0);
  const valueWidth = value === undefined ? width : value.length === 4 ? heads * (value[3] ?? 0) : value[2];
  return sizesOf(batch, queries, length + past, width, valueWidth ?? width);
}

/** Several heads of queries share one of keys; without a key all three are packed into the query. */
function groupQuery(node: NodeProto, [query, key, , pastKey]: Shapes): AttentionSizes | null {
  const heads = integerAttribute(node, 'num_heads', 0);
  const keyHeads = integerAttribute(node, 'kv_num_heads', 0);
  if (query?.length !== 3 || heads <= 0 || keyHeads <= 0) return null;
  const [batch = 0, queries = 0, packed = 0] = query;
  const width = key === undefined ? (packed * heads) / (heads + 2 * keyHeads) : packed;
  return sizesOf(batch, queries, (key?.[1] ?? queries) + (pastKey?.[2] ?? 0), width, width);
}

/** ONNX's own, since operator set 23: (batch, heads, length, size) or (batch, length, heads × size). */
function standard(node: NodeProto, inputs: Shapes): AttentionSizes | null {
  const [query, key, value, , pastKey] = inputs;
  if (query === undefined || key === undefined || value === undefined) return null;
  const past = pastKey?.[2] ?? 0;
  if (query.length === 4) {
    const [batch = 0, heads = 0, queries = 0, size = 0] = query;
    return sizesOf(batch, queries, (key[2] ?? 0) + past, heads * size, heads * (value[3] ?? 0));
  }
  const heads = integerAttribute(node, 'q_num_heads', 0);
  const keyHeads = integerAttribute(node, 'kv_num_heads', 0);
  if (query.length !== 3 || heads <= 0 || keyHeads <= 0) return null;
  const [batch = 0, queries = 0, width = 0] = query;
  const valueWidth = ((value[2] ?? 0) / keyHeads) * heads;
  return sizesOf(batch, queries, (key[1] ?? 0) + past, width, valueWidth);
}

function sizesOf(
  batch: number,
  queries: number,
  keys: number,
  queryWidth: number,
  valueWidth: number,
): AttentionSizes {
  return { batch, queries, keys, queryWidth, valueWidth, projectionMacs: 0 };
}
