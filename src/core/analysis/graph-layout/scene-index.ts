import type { GraphScene } from './graph-scene.ts';

/** Which boxes and lines touch a band of the scene, without looking at all of them. */
export interface SceneIndex {
  /** Calls in painter's order; whatever touches the band from `top` to `bottom`, and perhaps a little else. */
  boxesBetween(top: number, bottom: number): readonly number[];
  linesBetween(top: number, bottom: number): readonly number[];
}

/** A layered graph is read downwards: bands of its height, each size of thing in bands of its own size. */
const SMALLEST_BAND = 256;
const STEP = 8;

export function sceneIndex({ boxes, lines }: GraphScene): SceneIndex {
  const boxBands = bands(boxes.count, (box) => {
    const top = boxes.y[box] as number;
    return [top, top + (boxes.height[box] as number)];
  });
  const lineBands = bands(lines.count, (line) => {
    const first = (lines.start[line] as number) * 2 + 1;
    const last = (lines.start[line + 1] as number) * 2 - 1;
    const [a, b] = [lines.points[first] as number, lines.points[last] as number];
    return [Math.min(a, b), Math.max(a, b)];
  });
  return { boxesBetween: boxBands, linesBetween: lineBands };
}

function bands(
  count: number,
  extent: (item: number) => readonly [number, number],
): (top: number, bottom: number) => readonly number[] {
  const levels: Map<number, number[]>[] = [];
  for (let item = 0; item < count; item += 1) {
    const [top, bottom] = extent(item);
    let level = 0;
    let size = SMALLEST_BAND;
    while (size < bottom - top) {
      size *= STEP;
      level += 1;
    }
    while (levels.length <= level) levels.push(new Map());
    const own = levels[level] as Map<number, number[]>;
    for (let band = Math.floor(top / size); band <= Math.floor(bottom / size); band += 1) {
      const members = own.get(band);
      if (members === undefined) own.set(band, [item]);
      else members.push(item);
    }
  }
  return (top, bottom) => {
    const found = new Set<number>();
    let size = SMALLEST_BAND;
    for (const own of levels) {
      const [first, last] = [Math.floor(top / size), Math.floor(bottom / size)];
      if (last - first < own.size) {
        for (let band = first; band <= last; band += 1)
          for (const item of own.get(band) ?? []) found.add(item);
      } else {
        for (const [band, members] of own) {
          if (band >= first && band <= last) for (const item of members) found.add(item);
        }
      }
      size *= STEP;
    }
    return [...found].sort((a, b) => a - b);
  };
}
