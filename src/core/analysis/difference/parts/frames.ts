import type { DifferenceFrame } from '../../../../contract/difference.ts';

/** What a part is called from the outside in, with what it takes on either side. */
export interface FramedPart {
  readonly path: readonly string[];
  readonly name: string;
  readonly aMs: number;
  readonly bMs: number;
}

interface Frame {
  readonly name: string;
  readonly parent: number;
  part: number;
  aMs: number;
  bMs: number;
}

const DEEPEST = 64;

/** A tree of the parts: each stands below its path, and what it takes counts in all that it is inside of. */
export function framesOf(parts: readonly FramedPart[]): readonly DifferenceFrame[] {
  const frames: Frame[] = [];
  const known = new Map<string, number>();
  for (const [part, { path, name, aMs, bMs }] of parts.entries()) {
    let parent = -1;
    for (const segment of path.slice(0, DEEPEST)) {
      const key = `${parent}\u0001${segment}`;
      let place = known.get(key);
      if (place === undefined) {
        place = frames.push({ name: segment, parent, part: -1, aMs: 0, bMs: 0 }) - 1;
        known.set(key, place);
      }
      const frame = frames[place] as Frame;
      frame.aMs += aMs;
      frame.bMs += bMs;
      parent = place;
    }
    frames.push({ name, parent, part, aMs, bMs });
  }
  return frames;
}
