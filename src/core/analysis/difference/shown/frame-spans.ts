import type { Difference } from '../../../../contract/difference.ts';
import type { SpanSource } from '../../../../contract/span-source.ts';
import { layoutSource } from '../../spans/table-source.ts';

/** Whose time is a frame's width; the larger of the two shows all frames. */
export const FRAME_WIDTHS = ['b', 'a', 'larger'] as const;
export type FrameWidth = (typeof FRAME_WIDTHS)[number];

export interface FrameSpans {
  readonly source: SpanSource;
  /** Frames that have no width by this choice. */
  readonly unseen: number;
}

const DEEPEST = 65_535;

/**
 * Frames beside each other inside of the one around them, in the order given, as spans: a span's subject is its place
 * in the frames, its category what the caller says of it. A frame is never narrower than what is inside of it.
 */
export function frameSpans(
  { frames }: Pick<Difference, 'frames'>,
  width: FrameWidth,
  categories: readonly string[],
  categoryOf: (frame: number) => number,
): FrameSpans {
  const count = frames.length;
  const inside = new Float64Array(count);
  const widthMs = new Float64Array(count);
  // Parents come before their children: from the end on, a frame's own are done before it.
  for (let at = count - 1; at >= 0; at -= 1) {
    const { aMs, bMs, parent } = frames[at] as Difference['frames'][number];
    const own = width === 'a' ? aMs : width === 'b' ? bMs : Math.max(aMs, bMs);
    widthMs[at] = Math.max(own > 0 && Number.isFinite(own) ? own : 0, inside[at] as number);
    if (parent >= 0 && parent < at) inside[parent] = (inside[parent] as number) + (widthMs[at] as number);
  }
  const names = new Map<string, number>();
  const nextMs = new Float64Array(count);
  const startUs = new Float64Array(count);
  const depth = new Uint16Array(count);
  let topMs = 0;
  const kept: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const { name, parent } = frames[at] as Difference['frames'][number];
    const own = widthMs[at] as number;
    const isInside = parent >= 0 && parent < at;
    const fromMs = isInside ? (nextMs[parent] as number) : topMs;
    if (isInside) nextMs[parent] = fromMs + own;
    else topMs = fromMs + own;
    nextMs[at] = fromMs;
    startUs[at] = fromMs * 1000;
    depth[at] = isInside ? Math.min(DEEPEST, (depth[parent] as number) + 1) : 0;
    if (own <= 0) continue;
    kept.push(at);
    if (!names.has(name)) names.set(name, names.size);
  }
  const table = {
    names: [...names.keys()],
    categories,
    tracks: [{ name: '', group: '' }],
    name: Uint32Array.from(kept, (at) => names.get(frames[at]?.name ?? '') ?? 0),
    category: Uint8Array.from(kept, categoryOf),
    track: new Uint16Array(kept.length),
    depth: Uint16Array.from(kept, (at) => depth[at] as number),
    startUs: Float64Array.from(kept, (at) => startUs[at] as number),
    durationUs: Float64Array.from(kept, (at) => (widthMs[at] as number) * 1000),
    subject: Int32Array.from(kept),
  };
  return {
    source: layoutSource({ table, counts: new Float64Array(kept.length).fill(1) }),
    unseen: count - kept.length,
  };
}
