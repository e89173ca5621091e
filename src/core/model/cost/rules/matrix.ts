import { activationOperations } from '../activation-operations.ts';
import { countElements } from '../../element-type.ts';
import { einsumWork } from '../../shapes/einsum.ts';
import { elementsIn, elementsOut, spread, times, work, type WorkRule } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

/** Products along one axis of the left operand, for each element of the result. */
function product(view: NodeView, depth: number | undefined): number | null {
  return depth === undefined ? null : times(elementsOut(view), depth);
}

/** The right operand tells as well where the left one was not recorded. */
function depthOf(view: NodeView, left = 0, right = 1): number | undefined {
  const other = view.shape(right);
  return view.shape(left)?.at(-1) ?? (other?.length === 1 ? other[0] : other?.at(-2));
}

function gemmDepth(view: NodeView, left = 0, right = 1): number | undefined {
  const [a, b] = [view.shape(left), view.shape(right)];
  if (a !== undefined) return a[view.integer('transA', 0) === 1 ? 0 : a.length - 1];
  return b?.[view.integer('transB', 0) === 1 ? 1 : 0];
}

const matmul: WorkRule = (view) => work(product(view, depthOf(view)));
/** What is added is the first value of each sum: two for each multiply-add cover it. */
const gemm: WorkRule = (view) => work(product(view, gemmDepth(view)));

const fusedGemm: WorkRule = (view) =>
  work(
    product(view, gemmDepth(view)),
    times(elementsOut(view), activationOperations(view.text('activation', ''))),
  );

/** Like MatMul, with either operand transposed, also with its batch axes behind. */
const fusedMatMul: WorkRule = (view) => {
  const a = view.shape(0);
  const b = view.shape(1);
  const isTurned = (name: string): boolean => view.integer(name, 0) === 1;
  const fromLeft =
    a === undefined
      ? undefined
      : isTurned('transA') && a.length > 1
        ? a.at(isTurned('transBatchA') ? 0 : -2)
        : a.at(-1);
  const fromRight = b === undefined ? undefined : isTurned('transB') ? b.at(-1) : b.at(-2);
  const scaled = view.float('alpha', 1) === 1 ? 0 : 1;
  const each = scaled + activationOperations(view.text('activation', ''));
  return work(product(view, fromLeft ?? fromRight), times(elementsOut(view), each));
};

/** Its weights are packed: their sizes are attributes. Unpacking takes two for each. */
const blocked: WorkRule = (view) => {
  const [depth, columns] = [view.integer('K', 0), view.integer('N', 0)];
  return depth > 0 && columns > 0 ? work(product(view, depth), 2 * depth * columns) : null;
};

/** The left operand is quantised on the way (smallest, largest, five for each), the result scaled back. */
const dynamicQuantize: WorkRule = (view) => {
  const [left, result] = [elementsIn(view), elementsOut(view)];
  return work(product(view, depthOf(view)), left === null || result === null ? null : left * 7 + result);
};

const scaledBack =
  (each: number): WorkRule =>
  (view) =>
    work(product(view, depthOf(view)), times(elementsOut(view), each));

/** Quantised again only where a scale for that is given. */
const quantizedGemm: WorkRule = (view) =>
  work(product(view, gemmDepth(view, 0, 3)), times(elementsOut(view), view.has(7) ? 5 : 1));

const experts: WorkRule = (view) => {
  const tokens = view.shape(0)?.slice(0, -1);
  const slots = view.op === 'QMoE' ? [2, 5, 8] : [2, 4, 6];
  const packed = view.op === 'QMoE' && view.integer('expert_weight_bits', 4) === 4 ? 2 : 1;
  if (tokens === undefined) return null;
  let each = 0;
  for (const slot of slots) {
    if (!view.has(slot)) continue;
    const weights = view.shape(slot);
    if (weights === undefined) return null;
    each += countElements(weights.slice(1)) * packed;
  }
  return each === 0 ? null : work(countElements(tokens) * each * Math.max(1, view.integer('k', 1)));
};

/** A classifier's scores are its second result. */
const linear =
  (slot: number): WorkRule =>
  (view) => {
    const depth = view.shape(0)?.at(-1);
    return work(depth === undefined ? null : times(elementsOut(view, slot), depth));
  };

const withGelu: WorkRule = (view) =>
  work(product(view, depthOf(view)), times(elementsOut(view), activationOperations('FastGelu')));

export const MATRIX = spread({
  LinearRegressor: linear(0),
  LinearClassifier: linear(1),
  GemmFastGelu: withGelu,
  'MatMul MatMulInteger MatMulInteger16 GemmFloat8': matmul,
  Gemm: gemm,
  FusedGemm: fusedGemm,
  'FusedMatMul FusedMatMulActivation TransposeMatMul': fusedMatMul,
  'MatMulNBits MatMulBnb4 MatMulFpQ4': blocked,
  DynamicQuantizeMatMul: dynamicQuantize,
  MatMulIntegerToFloat: scaledBack(1),
  QLinearMatMul: scaledBack(5),
  QGemm: quantizedGemm,
  'MoE QMoE': experts,
  Einsum: (view) =>
    einsumWork(
      view.node,
      view.inputs.map((input) => input?.shape),
    ),
});
