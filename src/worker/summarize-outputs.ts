import { basename } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { DynoError, type ErrorDetails } from '../contract/errors.ts';
import type { TensorType } from '../contract/model.ts';
import type { OutputSummary } from '../contract/outputs.ts';
import { formatCount } from '../contract/units.ts';
import { fromFloat16Bits } from '../core/model/float-bits.ts';

const MOST_VALUES = 4096;
/** Of all outputs together: a decoder gives two for each of its layers, and every run keeps them. */
const MOST_IN_ALL = 65_536;
const LEAST_VALUES = 64;

/** Enough of each output to hold it against another run's. A run whose outputs cannot be had is no use to anybody. */
export function summarizeOutputs(
  names: readonly string[],
  outputs: InferenceSession.OnnxValueMapType,
  modelPath: string,
): readonly OutputSummary[] {
  const most = Math.min(MOST_VALUES, Math.max(LEAST_VALUES, Math.floor(MOST_IN_ALL / names.length)));
  return names.map((name) => {
    const output = outputs[name] as Tensor | undefined;
    if (output?.data === undefined) throw withoutValue(name, modelPath);
    return summarize(name, output, most);
  });
}

/** What a user should hear of; null where every value is a number. */
export function notANumberWarning(outputs: readonly OutputSummary[], modelPath: string): ErrorDetails | null {
  const bad = outputs.filter(({ notANumber }) => notANumber > 0);
  const [worst] = bad;
  if (worst === undefined) return null;
  const share = `${formatCount(worst.notANumber)} of ${formatCount(worst.count)} values`;
  const others = bad.length > 1 ? `, and ${bad.length - 1} more of its outputs have such values` : '';
  return {
    code: 'RUN_FAILED',
    message: `The model’s answer is not a number in ${share} of its output ${worst.name}${others}.`,
    subject: basename(modelPath),
    nextStep: 'Give it real values with --input, or check its weights: the times hold, the answers do not.',
  };
}

function summarize(name: string, { type, dims, data }: Tensor, most: number): OutputSummary {
  const shape = [...dims];
  const common = { name, type: type as TensorType, shape, count: data.length };
  if (type === 'string') return { ...common, notANumber: 0, infinite: 0, stride: 1, values: [] };
  const at = reader(type, data);
  const stride = Math.max(1, Math.ceil(data.length / most));
  const values: (number | null)[] = [];
  for (let index = 0; index < data.length; index += stride) values.push(kept(at(index), type));
  return { ...common, ...oddities(data.length, at, type), stride, values };
}

function reader(type: Tensor.Type, data: Tensor['data']): (index: number) => number {
  // Runtimes without a Float16Array of their own give the bits.
  if (type === 'float16' && data instanceof Uint16Array)
    return (index) => fromFloat16Bits(data[index] as number);
  return (index) => Number(data[index]);
}

/** Nine digits are all that a float32 holds (IEEE 754), and half of what its double would take to write. */
function kept(value: number, type: Tensor.Type): number | null {
  if (!Number.isFinite(value)) return null;
  return type === 'float32' || type === 'float16' ? Number(value.toPrecision(9)) : value;
}

function oddities(
  count: number,
  at: (index: number) => number,
  type: Tensor.Type,
): Pick<OutputSummary, 'notANumber' | 'infinite'> {
  let notANumber = 0;
  let infinite = 0;
  if (type === 'float32' || type === 'float64' || type === 'float16') {
    for (let index = 0; index < count; index += 1) {
      const value = at(index);
      if (Number.isFinite(value)) continue;
      if (Number.isNaN(value)) notANumber += 1;
      else infinite += 1;
    }
  }
  return { notANumber, infinite };
}

function withoutValue(name: string, modelPath: string): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: `The first run gave no value for the output ${name}.`,
    subject: basename(modelPath),
    nextStep: 'Check the model with the tool that wrote it: each output must be a tensor.',
  });
}
