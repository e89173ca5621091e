/**
 * The arena that ONNX Runtime's CPU provider takes its working memory from (core/framework/bfc_arena.cc, with the
 * default of growing by powers of two), as far as it decides how much memory is ever touched. Nothing is allocated
 * here: addresses are numbers.
 */
export interface Arena {
  allocate(bytes: number): Allocation;
  free(allocation: Allocation): void;
  /** Bytes ever handed out, wherever they lie: what the process has resident, since an arena gives nothing back. */
  readonly touchedBytes: number;
}

export interface Allocation {
  readonly chunk: Chunk | null;
}

interface Chunk {
  readonly region: Region;
  start: number;
  size: number;
  isFree: boolean;
}

interface Region {
  /** In order of their start. */
  readonly chunks: Chunk[];
  /** Intervals that were handed out, in order and apart. */
  touched: readonly (readonly [number, number])[];
}

const ALIGNMENT = 256;
const FIRST_REGION = 2 ** 20;
/** A rest larger than this is always split off. */
const LARGEST_REST = 128 * 2 ** 20;
const LARGEST_GROWTH = 2 ** 30;

export function createArena(): Arena {
  const regions: Region[] = [];
  let growth = FIRST_REGION;

  const bestFit = (bytes: number): Chunk | null => {
    let best: Chunk | null = null;
    for (const region of regions) {
      for (const chunk of region.chunks) {
        if (chunk.isFree && chunk.size >= bytes && (best === null || chunk.size < best.size)) best = chunk;
      }
    }
    return best;
  };
  const extend = (bytes: number): Chunk => {
    const grew = bytes > growth;
    while (bytes > growth && growth < LARGEST_GROWTH) growth *= 2;
    const size = Math.max(bytes, growth);
    if (!grew) growth = Math.min(growth * 2, LARGEST_GROWTH);
    const region: Region = { chunks: [], touched: [] };
    const chunk: Chunk = { region, start: 0, size, isFree: true };
    region.chunks.push(chunk);
    regions.push(region);
    return chunk;
  };

  return {
    allocate(wanted) {
      if (wanted <= 0) return { chunk: null };
      const bytes = Math.ceil(wanted / ALIGNMENT) * ALIGNMENT;
      const chunk = bestFit(bytes) ?? extend(bytes);
      if (chunk.size >= bytes * 2 || chunk.size - bytes >= LARGEST_REST) {
        const { chunks } = chunk.region;
        const rest = { ...chunk, start: chunk.start + bytes, size: chunk.size - bytes };
        chunks.splice(chunks.indexOf(chunk) + 1, 0, rest);
        chunk.size = bytes;
      }
      chunk.isFree = false;
      chunk.region.touched = withInterval(chunk.region.touched, chunk.start, chunk.start + bytes);
      return { chunk };
    },
    free({ chunk }) {
      if (chunk === null) return;
      chunk.isFree = true;
      const { chunks } = chunk.region;
      const index = chunks.indexOf(chunk);
      const [before, after] = [chunks[index - 1], chunks[index + 1]];
      if (after?.isFree === true) {
        chunk.size += after.size;
        chunks.splice(index + 1, 1);
      }
      if (before?.isFree === true) {
        before.size += chunk.size;
        chunks.splice(index, 1);
      }
    },
    get touchedBytes() {
      let sum = 0;
      for (const { touched } of regions) for (const [start, end] of touched) sum += end - start;
      return sum;
    },
  };
}

function withInterval(
  intervals: Region['touched'],
  start: number,
  end: number,
): readonly (readonly [number, number])[] {
  let [from, to] = [start, end];
  const apart: (readonly [number, number])[] = [];
  for (const interval of intervals) {
    if (interval[1] < from || interval[0] > to) apart.push(interval);
    else [from, to] = [Math.min(from, interval[0]), Math.max(to, interval[1])];
  }
  return [...apart, [from, to] as const].sort((a, b) => a[0] - b[0]);
}
