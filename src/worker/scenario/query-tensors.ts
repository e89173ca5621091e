import type { QueryAxes } from '../../contract/scenario.ts';

type Numbers = Exclude<NodeJS.TypedArray, undefined>;

/** What several queries look like as one tensor: the batch axis as long as all of them, the sequence as the longest. */
export function joinedShape(
  shape: readonly number[],
  { batch, sequence }: QueryAxes,
  count: number,
  length: number,
): number[] {
  return shape.map((size, axis) => (axis === batch ? size * count : axis === sequence ? length : size));
}

export interface Placement {
  /** Which of how many joined queries. */
  readonly place: number;
  readonly count: number;
  /** Of this query, and of the longest that it is joined with. */
  readonly length: number;
  readonly paddedLength: number;
}

/**
 * Copies one query's tensor into its place among others, cut to its length. What lies between that and the padded
 * length is left as it is: the caller cleared it. Zero is padding to masks and token ids alike.
 */
export function placeQuery(
  target: Numbers,
  source: Numbers,
  shape: readonly number[],
  { batch, sequence }: QueryAxes,
  { place, count, length, paddedLength }: Placement,
): void {
  const sizeOf = (from: number, to: number): number =>
    shape.slice(from, to).reduce((product, size) => product * size, 1);
  const axes = [batch, sequence].filter((axis) => axis !== null).sort((left, right) => left - right);
  const outer = axes[0] ?? 0;
  const inner = axes[1] ?? outer;
  // The shape as [before, outer, between, inner, after]; with one axis or none, inner is a size of one.
  const two = inner !== outer;
  const before = sizeOf(0, outer);
  const between = two ? sizeOf(outer + 1, inner) : 1;
  const after = axes.length === 0 ? sizeOf(0, shape.length) : sizeOf(inner + 1, shape.length);
  const extent = (axis: number | undefined): { own: number; copied: number; whole: number; at: number } => {
    const own = axis === undefined ? 1 : (shape[axis] as number);
    if (axis === undefined) return { own, copied: own, whole: own, at: 0 };
    if (axis === batch) return { own, copied: own, whole: own * count, at: own * place };
    return { own, copied: length, whole: paddedLength, at: 0 };
  };
  const first = extent(axes[0]);
  const second = extent(two ? axes[1] : undefined);
  const run = second.copied * after;
  for (let block = 0; block < before; block += 1) {
    for (let row = 0; row < first.copied; row += 1) {
      for (let middle = 0; middle < between; middle += 1) {
        const from = ((block * first.own + row) * between + middle) * second.own * after;
        const lines = (block * first.whole + first.at + row) * between + middle;
        const to = (lines * second.whole + second.at) * after;
        // The kinds of the two are the same by their making; the compiler knows them only as one of many.
        (target as Float32Array).set(source.subarray(from, from + run) as Float32Array, to);
      }
    }
  }
}

export interface OutputPart {
  readonly shape: readonly number[];
  /** A view of the whole where the part lies in one piece. */
  readonly data: Numbers | readonly string[];
}

/**
 * One query's part of an output of several: its rows of the first axis and, of the first free axis that is as long as
 * the padded sequence, no more than its own length. Outputs of another form are shared as they are.
 */
export function partOfOutput(
  { dims, data }: { readonly dims: readonly number[]; readonly data: Numbers | readonly string[] },
  freeAxes: readonly number[],
  { place, count, length, paddedLength }: Placement,
): OutputPart {
  const [rows = 0] = dims;
  if (rows === 0 || rows % count !== 0) return { shape: dims, data };
  const own = rows / count;
  const sizeOf = (from: number, to?: number): number =>
    dims.slice(from, to).reduce((product, size) => product * size, 1);
  const begin = place * own * sizeOf(1);
  const cut = (from: number, to: number): Numbers | readonly string[] =>
    Array.isArray(data) ? (data as readonly string[]).slice(from, to) : (data as Numbers).subarray(from, to);
  const axis = length === paddedLength ? undefined : freeAxes.find((free) => dims[free] === paddedLength);
  if (axis === undefined)
    return { shape: [own, ...dims.slice(1)], data: cut(begin, begin + own * sizeOf(1)) };
  const shape = dims.map((size, at) => (at === 0 ? own : at === axis ? length : size));
  const lines = own * sizeOf(1, axis);
  const stride = sizeOf(axis);
  const each = length * sizeOf(axis + 1);
  if (lines === 1) return { shape, data: cut(begin, begin + each) };
  if (Array.isArray(data)) {
    const texts = data as readonly string[];
    const parts = Array.from({ length: lines }, (_line, line) =>
      texts.slice(begin + line * stride, begin + line * stride + each),
    );
    return { shape, data: parts.flat() };
  }
  const whole = (data as Numbers).slice(0, lines * each);
  for (let line = 0; line < lines; line += 1) {
    const from = begin + line * stride;
    (whole as Float32Array).set((data as Float32Array).subarray(from, from + each), line * each);
  }
  return { shape, data: whole };
}
