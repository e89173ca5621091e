import { attributeOf, integerAttribute, integersAttribute } from '../graph-walk.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { NodeProto } from '../onnx-messages.ts';

type Shape = readonly number[];

export function convolutionShape(
  node: NodeProto,
  input: Shape | undefined,
  weight: Shape | undefined,
): Shape | null {
  if (input === undefined || weight === undefined || input.length < 3) return null;
  const space = slide(node, input.slice(2), integersAttribute(node, 'kernel_shape') ?? weight.slice(2));
  return [input[0] as number, weight[0] as number, ...space];
}

export function poolingShape(node: NodeProto, input: Shape | undefined): Shape | null {
  const kernel = integersAttribute(node, 'kernel_shape');
  if (input === undefined || kernel === undefined || input.length < 3) return null;
  return [...input.slice(0, 2), ...slide(node, input.slice(2), kernel)];
}

/** How often a window fits on each axis. */
function slide(node: NodeProto, sizes: Shape, kernel: Shape): Shape {
  const strides = integersAttribute(node, 'strides') ?? [];
  const dilations = integersAttribute(node, 'dilations') ?? [];
  const pads = integersAttribute(node, 'pads') ?? [];
  const mode = attributeOf(node, 'auto_pad')?.s;
  const automatic = mode?.kind === 'bytes' ? decodeUtf8(mode.bytes) : 'NOTSET';
  const round = integerAttribute(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor;
  return sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    if (automatic.startsWith('SAME')) return Math.ceil(size / stride);
    const padding = automatic === 'VALID' ? 0 : (pads[axis] ?? 0) + (pads[axis + sizes.length] ?? 0);
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return round((size + padding - reach) / stride) + 1;
  });
}
