import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { DynoError } from '../contract/errors.ts';
import type { WorkerJob } from '../contract/worker-api.ts';
import { makeInput } from '../core/model/inputs/make-input.ts';
import { readInputFiles } from './input-files.ts';
import type { Runtime } from './runtime.ts';

/** One tensor for each input: the user's own values, or values made from the seed. */
export function makeFeeds(
  runtime: Runtime,
  job: Pick<WorkerJob, 'inputs' | 'inputFiles' | 'seed'>,
): InferenceSession.FeedsType {
  const files = readInputFiles(job.inputFiles);
  const feeds: Record<string, Tensor> = {};
  for (const input of job.inputs) {
    const { type, shape, data } = files.get(input.name) ?? makeInput(input, job.seed);
    try {
      feeds[input.name] = new runtime.Tensor(type as 'float32', data as Float32Array, shape);
    } catch (thrown) {
      throw new DynoError(
        {
          code: 'INPUT_INVALID',
          message: `Input ${input.name} of type ${type} cannot be fed through ONNX Runtime’s JavaScript interface: ${(thrown as Error).message}`,
          subject: input.name,
          nextStep: 'Export the model with inputs of a plain type, such as float32, float16, int64 or bool.',
        },
        { cause: thrown },
      );
    }
  }
  return feeds;
}
