import type { FoldTree } from '../../core/analysis/graph-layout/fold-tree.ts';
import { BOX } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { Anchor } from './graph-stage.ts';
import { BoxFinder, type GraphSubject } from './graph-subject.ts';
import type { LaidOut } from './use-graph-scene.ts';
import type { Extent } from './viewport.ts';

/** Around all of these boxes; null where there are none. */
export function extentOf({ scene: { boxes } }: LaidOut, wanted: readonly number[]): Extent | null {
  if (wanted.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of wanted) {
    const [x, y] = [boxes.x[box] as number, boxes.y[box] as number];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + (boxes.width[box] as number));
    bottom = Math.max(bottom, y + (boxes.height[box] as number));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What was folded stays where it is: its upper edge, and of a frame the first box in it. */
export function anchorOf(
  before: LaidOut,
  after: LaidOut,
  subject: GraphSubject,
  tree: FoldTree,
): Anchor | null {
  const point = (laidOut: LaidOut): Anchor['before'] | null => {
    const box = new BoxFinder(laidOut.scene, tree).box(subject);
    if (box === null) return null;
    const { boxes } = laidOut.scene;
    const inside = boxes.parent.findIndex((parent, each) => parent === box && boxes.kind[each] !== BOX.frame);
    const across = boxes.kind[box] === BOX.frame && inside !== -1 ? inside : box;
    return {
      x: (boxes.x[across] as number) + (boxes.width[across] as number) / 2,
      y: boxes.y[box] as number,
    };
  };
  const [from, to] = [point(before), point(after)];
  return from === null || to === null ? null : { before: from, after: to };
}
