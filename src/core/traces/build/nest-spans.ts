import { LaneTree } from './lane-tree.ts';

/** Lanes of a track are numbered in 16 bits. */
export const MOST_LANES = 0xffff;
/** Depth of a span for which there was no lane. */
export const NO_LANE = 0xffff;

export interface Nesting {
  readonly lanes: number;
  /** Spans that lie neither inside nor outside of one that was running when they began. */
  readonly overlapping: number;
  /** Spans without a lane. */
  readonly leftOut: number;
}

/** What each lane holds last; one can serve many tracks. */
export class LaneEnds {
  end = new Float64Array(64);
  span = new Uint32Array(64);

  widen(): void {
    const { end, span } = this;
    this.end = new Float64Array(end.length * 2);
    this.span = new Uint32Array(span.length * 2);
    this.end.set(end);
    this.span.set(span);
  }
}

/**
 * Lays the spans of one track, in order of start, into lanes in which they do not overlap: deeper than all that
 * contain them, in the first lane that is free there. Every moment is the own time of the deepest span then running,
 * so that own times add up to what the track covers.
 */
export function nestSpans(
  start: Float64Array,
  duration: Float64Array,
  depth: Uint16Array,
  own: Float64Array,
  ends = new LaneEnds(),
): Nesting {
  let { end: laneEnd, span: laneSpan } = ends;
  let tree: LaneTree | null = null;
  let height = 0;
  let lanes = 0;
  let overlapping = 0;
  let leftOut = 0;
  let cursor = 0;
  for (let span = 0; span < start.length; span++) {
    const at = start[span] as number;
    const end = at + (duration[span] as number);
    while (height > 0) {
      const topEnd = laneEnd[height - 1] as number;
      const top = laneSpan[height - 1] as number;
      if (topEnd > at) {
        own[top] = (own[top] as number) + at - cursor;
        break;
      }
      if (topEnd > cursor) {
        own[top] = (own[top] as number) + topEnd - cursor;
        cursor = topEnd;
      }
      height--;
    }
    cursor = at;
    own[span] = 0;
    let lane = height;
    if (height > 0 && (laneEnd[height - 1] as number) < end) {
      overlapping++;
      tree ??= treeOf(laneEnd, height);
      lane = tree.firstFree(tree.deepestUntil(end) + 1, at);
    }
    if (lane >= MOST_LANES) {
      depth[span] = NO_LANE;
      leftOut++;
      continue;
    }
    if (lane >= laneEnd.length) {
      ends.widen();
      ({ end: laneEnd, span: laneSpan } = ends);
    }
    depth[span] = lane;
    laneEnd[lane] = end;
    laneSpan[lane] = span;
    tree?.set(lane, end);
    if (lane >= height) height = lane + 1;
    if (height > lanes) lanes = height;
  }
  for (; height > 0; height--) {
    const topEnd = laneEnd[height - 1] as number;
    const top = laneSpan[height - 1] as number;
    if (topEnd > cursor) {
      own[top] = (own[top] as number) + topEnd - cursor;
      cursor = topEnd;
    }
  }
  return { lanes, overlapping, leftOut };
}

function treeOf(laneEnd: Float64Array, height: number): LaneTree {
  const tree = new LaneTree();
  for (let lane = 0; lane < height; lane++) tree.set(lane, laneEnd[lane] as number);
  return tree;
}
