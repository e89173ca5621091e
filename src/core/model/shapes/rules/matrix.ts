import { broadcast, like, made, SAME, spread, typed, type OneShape, type ShapeRule } from '../types.ts';
import { einsumShape } from '../einsum.ts';
import type { NodeView, Shape } from '../../node-view.ts';

function matrixProduct(a: Shape | undefined, b: Shape | undefined): Shape | null {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (batch === null) return null;
  return [
    ...batch,
    ...(a.length === 1 ? [] : [left.at(-2) as number]),
    ...(b.length === 1 ? [] : [right.at(-1) as number]),
  ];
}

const between =
  (left: number, right: number): OneShape =>
  (view) =>
    matrixProduct(view.shape(left), view.shape(right));

function gemm(view: NodeView, left: number, right: number): Shape | null {
  const [a, b] = [view.shape(left), view.shape(right)];
  if (a?.length !== 2 || b?.length !== 2) return null;
  return [
    a[view.integer('transA', 0) === 1 ? 1 : 0] as number,
    b[view.integer('transB', 0) === 1 ? 0 : 1] as number,
  ];
}

/** Batch axes may stand before or, with transBatch, between the two that are multiplied. */
const fused: OneShape = (view) => {
  const [a, b] = [view.shape(0), view.shape(1)];
  if (a === undefined || b === undefined) return null;
  return matrixProduct(turned(view, a, 'A'), turned(view, b, 'B'));
};

function turned(view: NodeView, shape: Shape, which: string): Shape {
  const rows = shape.length;
  if (rows < 2) return shape;
  let straight = shape;
  if (view.integer(`transBatch${which}`, 0) === 1 && rows > 2)
    straight = [...shape.slice(1, -1), shape[0] as number, shape[rows - 1] as number];
  if (view.integer(`trans${which}`, 0) !== 1) return straight;
  return [...straight.slice(0, -2), straight.at(-1) as number, straight.at(-2) as number];
}

const blocked: OneShape = (view) => {
  const a = view.shape(0);
  const columns = view.integer('N', 0);
  return a === undefined || a.length === 0 || columns <= 0 ? null : [...a.slice(0, -1), columns];
};

const quantizedGemm: ShapeRule = (view) => [
  made(view.has(8) ? view.inputs[8]?.type : 'float32', gemm(view, 0, 3)),
];

export const MATRIX = spread({
  MatMul: like(between(0, 1)),
  'MatMulInteger MatMulInteger16': typed('int32', between(0, 1)),
  DynamicQuantizeMatMul: like(between(0, 1)),
  MatMulIntegerToFloat: like(between(0, 1), 2),
  QLinearMatMul: (view) => [made(view.inputs[7]?.type ?? view.inputs[0]?.type, between(0, 3)(view))],
  Gemm: like((view) => gemm(view, 0, 1)),
  'FusedGemm GemmFloat8': like((view) => gemm(view, 0, 1)),
  'FusedMatMul FusedMatMulActivation TransposeMatMul': like(fused),
  QGemm: quantizedGemm,
  'MatMulNBits MatMulBnb4': like(blocked),
  'MoE QMoE Inverse': SAME,
  Det: like((view) => view.shape(0)?.slice(0, -2)),
  Einsum: like((view) =>
    einsumShape(
      view.node,
      view.inputs.map((input) => input?.shape),
    ),
  ),
});
