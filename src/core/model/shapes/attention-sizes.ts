import { isStandard } from '../graph-walk.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { NodeView, Shape } from '../node-view.ts';

/** The sizes that attention's work and its output follow from. Widths are over all heads. */
export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  /** Positions that each query meets: those of this run and those of the cache. */
  readonly keys: number;
  readonly queryWidth: number;
  readonly valueWidth: number;
  /** Of projections that the operator has inside. */
  readonly projectionMacs: number;
}

type Reader = (view: NodeView) => AttentionSizes | null;

const MICROSOFT: Readonly<Record<string, Reader>> = {
  Attention: (view) => selfAttention(view, 4),
  QAttention: (view) => selfAttention(view, 8),
  DecoderMaskedSelfAttention: (view) => selfAttention(view, 4),
  MultiHeadAttention: (view) => multiHead(view, 6),
  DecoderMaskedMultiHeadAttention: (view) => multiHead(view, 5),
  GroupQueryAttention: groupQuery,
};

/** Null for any other operator, and where the shapes do not tell. */
export function attentionSizes(view: NodeView): AttentionSizes | null {
  const read = isStandard(view.node.domain)
    ? view.op === 'Attention'
      ? standard
      : undefined
    : MICROSOFT[view.op];
  const sizes = read?.(view) ?? null;
  return sizes === null || Object.values(sizes).some((size: number) => !(size >= 0)) ? null : sizes;
}

export function isAttention({ opType = '', domain }: NodeProto): boolean {
  return isStandard(domain) ? opType === 'Attention' : Object.hasOwn(MICROSOFT, opType);
}

/** One input, projected inside by one weight: (batch, length, width) by (width, query + key + value). */
function selfAttention(view: NodeView, pastSlot: number): AttentionSizes | null {
  const input = view.shape(0);
  // A weight that was packed while loading is not among what the runtime records; the bias is as wide.
  const columns = view.shape(1)?.[1] ?? view.shape(2)?.[0];
  if (input?.length !== 3 || columns === undefined) return null;
  const [batch = 0, queries = 0, width = 0] = input;
  const third = columns / 3;
  const [queryWidth = third, , valueWidth = third] = view.integers('qkv_hidden_sizes') ?? [];
  return {
    batch,
    heads: view.integer('num_heads', 1),
    queries,
    keys: keysOf(view, queries, pastSlot, 3),
    queryWidth,
    valueWidth,
    projectionMacs: batch * queries * width * columns,
  };
}

/** Those of this run after those of the cache; a cache as long as what is kept afterwards is written in place. */
function keysOf(view: NodeView, now: number, pastSlot: number, axis: number): number {
  const past = view.shape(pastSlot)?.[axis] ?? 0;
  const present = view.outputs[1]?.shape[axis];
  if (past > 0 && (present === past || sharesBuffer(view, pastSlot))) {
    const filled = view.values(pastSlot + 2)?.[0];
    return filled === undefined ? past : Math.min(past, filled + now);
  }
  return now + past;
}

/** Told how much of the cache is filled, the operator writes on in it instead of making a longer one. */
export function sharesBuffer(view: NodeView, pastSlot: number): boolean {
  const isTold = view.op !== 'GroupQueryAttention' && !isStandard(view.node.domain) && view.has(pastSlot + 2);
  return view.has(pastSlot) && (isTold || view.integer('past_present_share_buffer', 0) === 1);
}

/** Query, key and value apart, or packed: all three, or key and value. */
function multiHead(view: NodeView, pastSlot: number): AttentionSizes | null {
  const [query, key, value] = [view.shape(0), view.shape(1), view.shape(2)];
  const heads = view.integer('num_heads', 0);
  if (query?.length === 5) {
    const [batch = 0, queries = 0, many = 0, , size = 0] = query;
    const keys = keysOf(view, queries, pastSlot, 2);
    return sizesOf(batch, many, queries, keys, many * size, many * size);
  }
  if (query?.length !== 3 || key === undefined) return null;
  const [batch = 0, queries = 0, width = 0] = query;
  if (key.length === 5)
    return sizesOf(batch, heads, queries, keysOf(view, key[1] ?? 0, pastSlot, 2), width, width);
  // Of another model's sequence, it comes by heads: (batch, heads, length, size of a head).
  const length = (key.length === 4 ? key[2] : key[1]) ?? 0;
  const valueWidth = value === undefined ? width : value.length === 4 ? heads * (value[3] ?? 0) : value[2];
  return sizesOf(batch, heads, queries, keysOf(view, length, pastSlot, 2), width, valueWidth ?? width);
}

/** Several heads of queries share one of keys; without a key all three are packed into the query. */
function groupQuery(view: NodeView): AttentionSizes | null {
  const [query, key] = [view.shape(0), view.shape(1)];
  const heads = view.integer('num_heads', 0);
  const keyHeads = view.integer('kv_num_heads', 0);
  if (query?.length !== 3 || heads <= 0 || keyHeads <= 0) return null;
  const [batch = 0, queries = 0, packed = 0] = query;
  const width = key === undefined ? (packed * heads) / (heads + 2 * keyHeads) : packed;
  const total = view.values(6)?.[0];
  const keys = total !== undefined && total > 0 ? total : keysOf(view, key?.[1] ?? queries, 3, 2);
  return sizesOf(batch, heads, queries, keys, width, width);
}

/** ONNX's own, since operator set 23: (batch, heads, length, size) or (batch, length, heads × size). */
function standard(view: NodeView): AttentionSizes | null {
  const [query, key, value] = [view.shape(0), view.shape(1), view.shape(2)];
  if (query === undefined || key === undefined || value === undefined) return null;
  if (query.length === 4) {
    const [batch = 0, many = 0, queries = 0, size = 0] = query;
    const keys = keysOf(view, key[2] ?? 0, 4, 2);
    return sizesOf(batch, many, queries, keys, many * size, many * (value[3] ?? 0));
  }
  const heads = view.integer('q_num_heads', 0);
  const keyHeads = view.integer('kv_num_heads', 0);
  if (query.length !== 3 || heads <= 0 || keyHeads <= 0) return null;
  const [batch = 0, queries = 0, width = 0] = query;
  const valueWidth = ((value[2] ?? 0) / keyHeads) * heads;
  return sizesOf(batch, heads, queries, keysOf(view, key[1] ?? 0, 4, 2), width, valueWidth);
}

function sizesOf(
  batch: number,
  heads: number,
  queries: number,
  keys: number,
  queryWidth: number,
  valueWidth: number,
): AttentionSizes {
  return { batch, heads, queries, keys, queryWidth, valueWidth, projectionMacs: 0 };
}

/** As wide as the values, and as long as the queries; by heads where the queries came so. */
export function attentionOutput(view: NodeView, sizes: AttentionSizes): Shape {
  const { batch, heads, queries, valueWidth } = sizes;
  const isByHeads = view.shape(0)?.length === 4;
  return isByHeads ? [batch, heads, queries, valueWidth / heads] : [batch, queries, valueWidth];
}
