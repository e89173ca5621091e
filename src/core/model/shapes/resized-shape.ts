import { attributeOf } from '../graph-walk.ts';
import { axesWithin, withSize } from '../node-view.ts';
import type { NodeView, Shape } from '../node-view.ts';

/** Sizes where they are given, else scales; both may be for some axes only. */
export function resizedShape(view: NodeView): Shape | null {
  const input = view.shape(0);
  if (input === undefined) return null;
  const axes = axesWithin(view.integers('axes') ?? [...input.keys()], input.length);
  if (axes === null) return null;
  const sizes = view.values(3);
  if (sizes !== null && sizes.length > 0) return toSizes(view, input, axes, sizes);
  const scales = scalesOf(view);
  if (scales === null || scales.length !== axes.length) return null;
  return axes.reduce(
    (shape, axis, at) => withSize(shape, axis, Math.floor((input[axis] as number) * (scales[at] ?? 1))),
    input,
  );
}

/** In operator set 10 the scales come second, later third, and before all that they were an attribute. */
function scalesOf(view: NodeView): readonly number[] | null {
  const written = attributeOf(view.node, 'scales')?.floats;
  if (written !== undefined) return written;
  return view.node.input.length === 2 ? view.values(1) : view.values(2);
}

function toSizes(
  view: NodeView,
  input: Shape,
  axes: readonly number[],
  sizes: readonly number[],
): Shape | null {
  if (sizes.length !== axes.length) return null;
  const policy = view.text('keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch')
    return axes.reduce((shape, axis, at) => withSize(shape, axis, sizes[at] as number), input);
  const ratios = axes.map((axis, at) => (sizes[at] as number) / (input[axis] as number));
  const ratio = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return axes.reduce(
    (shape, axis) => withSize(shape, axis, Math.round((input[axis] as number) * ratio)),
    input,
  );
}
