import { countElements } from '../../element-type.ts';
import type { Shape } from '../../node-view.ts';

/** Larger tensors are data, not shapes. */
export const LONGEST = 256;

/** Values of a small tensor of this shape, each taken from where `origin` says; null where that is outside. */
export function rearranged(
  values: readonly number[],
  from: Shape,
  to: Shape,
  origin: (index: readonly number[]) => readonly number[],
): readonly number[] | null {
  const count = countElements(to);
  if (!(count <= LONGEST) || values.length !== countElements(from)) return null;
  const found: number[] = [];
  for (let at = 0; at < count; at += 1) {
    let place = 0;
    for (const [axis, index] of origin(indexOf(at, to)).entries()) {
      if (!(index >= 0 && index < (from[axis] ?? 0))) return null;
      place = place * (from[axis] as number) + index;
    }
    found.push(values[place] as number);
  }
  return found;
}

function indexOf(place: number, shape: Shape): number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** As it is repeated to meet a larger shape. */
export function stretched(values: readonly number[], from: Shape, to: Shape): readonly number[] | null {
  const [only] = values;
  if (values.length === 1 && only !== undefined)
    return countElements(to) <= LONGEST ? Array.from({ length: countElements(to) }, () => only) : null;
  if (values.length === countElements(to)) return values;
  const more = to.length - from.length;
  return rearranged(values, from, to, (index) =>
    from.map((size, axis) => (size === 1 ? 0 : (index[axis + more] ?? 0))),
  );
}
