import type { NodeView, Shape } from '../node-view.ts';

/** How often a window fits on each axis. */
export function slide(view: NodeView, sizes: Shape, kernel: Shape): Shape {
  const strides = view.integers('strides') ?? [];
  const dilations = view.integers('dilations') ?? [];
  const pads = view.integers('pads') ?? [];
  const automatic = view.text('auto_pad', 'NOTSET');
  const isRoundedUp = view.integer('ceil_mode', 0) === 1;
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (automatic.startsWith('SAME')) return Math.ceil(size / stride);
    const isValid = automatic === 'VALID';
    const before = isValid ? 0 : (pads[axis] ?? 0);
    const padding = isValid ? 0 : before + (pads[axis + sizes.length] ?? 0);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    const room = (size + padding - reach) / stride;
    if (!isRoundedUp) return Math.floor(room) + 1;
    const count = Math.ceil(room) + 1;
    // A window that would begin behind the input and what is before it is none.
    return (count - 1) * stride >= size + before ? count - 1 : count;
  });
}

/** The other way round: what a window has to be slid over to give the input. */
export function unslide(view: NodeView, sizes: Shape, kernel: Shape): Shape {
  const given = view.integers('output_shape');
  if (given !== undefined && given.length >= sizes.length) return given.slice(-sizes.length);
  const strides = view.integers('strides') ?? [];
  const dilations = view.integers('dilations') ?? [];
  const pads = view.integers('pads') ?? [];
  const more = view.integers('output_padding') ?? [];
  const automatic = view.text('auto_pad', 'NOTSET');
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (automatic.startsWith('SAME')) return size * stride;
    const isValid = automatic === 'VALID';
    const padding = isValid ? 0 : (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return (size - 1) * stride + (more[axis] ?? 0) + reach - padding;
  });
}
