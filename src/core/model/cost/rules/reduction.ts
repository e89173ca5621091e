import { countElements } from '../../element-type.ts';
import {
  DECIDED_BY_VALUES,
  eachInput,
  eachOutput,
  elementsIn,
  spread,
  times,
  work,
  type WorkRule,
} from '../types.ts';

/** Comparisons of a heap of k, for each element. */
const topK: WorkRule = (view) => {
  const chosen = view.outputs[0]?.shape;
  const axis = chosen === undefined ? null : view.axis(chosen.length, -1);
  if (chosen === undefined || axis === null) return work(0, null);
  const k = chosen[axis] as number;
  return work(0, times(elementsIn(view), Math.max(1, Math.ceil(Math.log2(k + 1)))));
};

/** A window's elements for each of the result. */
const window =
  (each: number): WorkRule =>
  (view) => {
    const [output] = view.outputs;
    const kernel = view.integers('kernel_shape');
    if (output === undefined || kernel === undefined) return work(0, null);
    return work(0, countElements(output.shape) * countElements(kernel) * each);
  };

/** Each sample is read between four neighbours; how many there are depends on the boxes unless it is said. */
const align: WorkRule = (view) => {
  const samples = view.integer('sampling_ratio', 0);
  const [output] = view.outputs;
  if (samples <= 0 || output === undefined) return work(0, null);
  return work(0, countElements(output.shape) * samples * samples * 8);
};

/** What is already there is combined with each new value, unless it is only replaced. */
const scattered: WorkRule = (view) =>
  work(0, view.text('reduction', 'none') === 'none' ? 0 : elementsIn(view, 2));

export const REDUCTION = spread({
  'ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ArgMax ArgMin CumSum CumProd NonZero': eachInput(1),
  'ReduceL1 ReduceL2 ReduceSumSquare ReduceLogSum ReduceLogSumExp': eachInput(2),
  'GlobalAveragePool GlobalMaxPool': eachInput(1),
  GlobalLpPool: eachInput(2),
  'MaxPool AveragePool NhwcMaxPool MaxpoolWithMask': window(1),
  LpPool: window(2),
  RoiAlign: align,
  TopK: topK,
  'NonMaxSuppression Unique MaxRoiPool TfIdfVectorizer ImageDecoder': DECIDED_BY_VALUES,
  'TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor': DECIDED_BY_VALUES,
  'ScatterND ScatterElements Scatter': scattered,
  'Col2Im ReduceSumInteger': eachInput(1),
  OneHot: eachOutput(1),
});
