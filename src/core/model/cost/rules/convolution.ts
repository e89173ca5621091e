import { activationOperations } from '../activation-operations.ts';
import { countElements } from '../../element-type.ts';
import { elementsIn, elementsOut, spread, times, work, type Work, type WorkRule } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

/** Weight: outputs × inputs of the group × kernel, in whatever order the inputs and the kernel come. */
function macs(view: NodeView, weight: number): number | null {
  const each = view.shape(weight)?.slice(1);
  return each === undefined ? null : times(elementsOut(view), countElements(each));
}

const convolve =
  (weight: number, each: number): WorkRule =>
  (view) =>
    work(macs(view, weight), times(elementsOut(view), each));

/** With what is added and the activation, where it has them. */
const fused: WorkRule = (view) => {
  const added = view.has(3) ? 1 : 0;
  const each = activationOperations(view.text('activation', ''));
  return work(macs(view, 1), times(elementsOut(view), added + each));
};

/** Weight: inputs × outputs of the group × kernel; each input element meets all of its row. */
function transposed(view: NodeView, weight: number, each: number): Work | null {
  const row = view.shape(weight)?.slice(1);
  return work(
    row === undefined ? null : times(elementsIn(view), countElements(row)),
    times(elementsOut(view), each),
  );
}

/** Each value under the kernel is read between four neighbours: eight operations, and one for its mask. */
const deformed: WorkRule = (view) => {
  const [input, weight, output] = [view.shape(0), view.shape(1), view.outputs[0]?.shape];
  if (input?.length !== 4 || weight?.length !== 4 || output?.length !== 4) return null;
  const samples =
    countElements(input.slice(0, 2)) * countElements(weight.slice(2)) * countElements(output.slice(2));
  return work(macs(view, 1), samples * (view.has(4) ? 9 : 8));
};

export const CONVOLUTION = spread({
  'Conv NhwcConv FusedConv NhwcFusedConv': fused,
  ConvInteger: convolve(1, 0),
  // Scaled, rounded, moved and clipped on both sides.
  QLinearConv: convolve(3, 5),
  'ConvTranspose ConvTransposeWithDynamicPads': (view) => transposed(view, 1, 0),
  QLinearConvTranspose: (view) => transposed(view, 3, 5),
  DeformConv: deformed,
});
