/**
 * Floating point operations of one call, a multiplication and an addition counting two, from its inputs' shapes as the
 * profiler writes them ("[[64, 128], [128, 256]]"). Null where the operator is none of these or the shapes do not fit
 * together. A convolution's forward pass is not among them: its output depends on stride and padding, which are no
 * shapes; its backward pass is given the output's gradient.
 */
export function operatorFlops(name: string, shapes: string): number | null {
  const count = FLOPS.get(name);
  if (count === undefined) return null;
  const parsed = parseShapes(shapes);
  const flops = parsed === null ? null : count(parsed);
  return flops !== null && Number.isFinite(flops) ? flops : null;
}

type Shape = readonly number[];
type Count = (shapes: readonly (Shape | undefined)[]) => number | null;

const FLOPS: ReadonlyMap<string, Count> = new Map<string, Count>([
  ['aten::mm', ([a, b]) => product(a, b)],
  ['aten::_scaled_mm', ([a, b]) => product(a, b)],
  ['aten::matmul', ([a, b]) => product(a, b)],
  ['aten::bmm', ([a, b]) => product(a, b)],
  ['aten::addmm', ([, a, b]) => product(a, b)],
  ['aten::baddbmm', ([, a, b]) => product(a, b)],
  ['aten::linear', ([input, weight]) => linear(input, weight)],
  ['aten::convolution_backward', ([gradient, , weight]) => doubled(convolution(gradient, weight))],
  ['aten::cudnn_convolution_backward', ([, gradient, weight]) => doubled(convolution(gradient, weight))],
  ['aten::cudnn_convolution_backward_input', ([, gradient, weight]) => convolution(gradient, weight)],
  ['aten::scaled_dot_product_attention', ([q, k, v]) => attention(q, k, v)],
  ['aten::_scaled_dot_product_flash_attention', ([q, k, v]) => attention(q, k, v)],
  ['aten::_scaled_dot_product_efficient_attention', ([q, k, v]) => attention(q, k, v)],
  ['aten::_scaled_dot_product_cudnn_attention', ([q, k, v]) => attention(q, k, v)],
]);

function parseShapes(text: string): readonly (Shape | undefined)[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  // What is no shape (a scalar, a list of tensors) stays in its place.
  return value.map((shape: unknown) => (isShape(shape) && shape.length > 0 ? shape : undefined));
}

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => typeof size === 'number' && size >= 0);

const sizeOf = (shape: Shape): number => shape.reduce((size, dimension) => size * dimension, 1);

/** Matrices, or stacks of them whose outer dimensions spread over each other. */
function product(a: Shape | undefined, b: Shape | undefined): number | null {
  if (a === undefined || b === undefined) return null;
  const inner = a.at(-1) ?? 0;
  const rows = a.length > 1 ? (a.at(-2) ?? 0) : 1;
  const columns = b.length > 1 ? (b.at(-1) ?? 0) : 1;
  if (inner !== (b.length > 1 ? b.at(-2) : b.at(-1))) return null;
  const outer = spread(a.slice(0, -2), b.slice(0, -2));
  return outer === null ? null : 2 * outer * rows * inner * columns;
}

function spread(a: Shape, b: Shape): number | null {
  let size = 1;
  for (let back = 1; back <= Math.max(a.length, b.length); back += 1) {
    const one = a.at(-back) ?? 1;
    const other = b.at(-back) ?? 1;
    if (one !== other && one !== 1 && other !== 1) return null;
    size *= one === 1 ? other : one;
  }
  return size;
}

/** The weight is given as outputs by inputs. */
function linear(input: Shape | undefined, weight: Shape | undefined): number | null {
  if (input === undefined || weight?.length !== 2 || input.at(-1) !== weight[1]) return null;
  return 2 * sizeOf(input) * (weight[0] ?? 0);
}

/** Each number of the output (batch, channels, space) takes a whole filter (outputs, inputs of the group, space). */
function convolution(output: Shape | undefined, weight: Shape | undefined): number | null {
  if (output === undefined || weight === undefined || output.length !== weight.length) return null;
  if (output.length < 3 || output[1] !== weight[0]) return null;
  return 2 * sizeOf(output) * sizeOf(weight.slice(1));
}

const doubled = (flops: number | null): number | null => (flops === null ? null : 2 * flops);

/** Both products of batch × heads matrices, without what a causal mask saves: it is no shape. */
function attention(
  query: Shape | undefined,
  key: Shape | undefined,
  value: Shape | undefined,
): number | null {
  if (query === undefined || key === undefined || value === undefined) return null;
  if (query.length < 2 || key.length !== query.length || value.length !== query.length) return null;
  if (query.at(-1) !== key.at(-1) || key.at(-2) !== value.at(-2)) return null;
  const queries = sizeOf(query.slice(0, -1));
  return 2 * queries * (key.at(-2) ?? 0) * ((query.at(-1) ?? 0) + (value.at(-1) ?? 0));
}
