/** The peer: the barest loop over onnxruntime-node that one could write, in a process of its own. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ResolvedInput } from '../src/contract/model.ts';
import { summarizeLatency } from '../src/core/analysis/summary.ts';
import { makeInput } from '../src/core/model/index.ts';
import { answer, argumentOf } from './fresh-process.ts';

export interface BareJob {
  readonly modelPath: string;
  readonly inputs: readonly ResolvedInput[];
  readonly seed: number;
  readonly threads: number | null;
  readonly warmup: number;
  readonly iterations: number;
}

const job = argumentOf<BareJob>();
const session = await InferenceSession.create(
  job.modelPath,
  job.threads === null ? {} : { intraOpNumThreads: job.threads },
);
const feeds: Record<string, Tensor> = {};
for (const input of job.inputs) {
  const { type, shape, data } = makeInput(input, job.seed);
  feeds[input.name] = new Tensor(type as 'float32', data as Float32Array, shape);
}

for (let index = 0; index < job.warmup; index += 1) await session.run(feeds);
const latencies = new Float64Array(job.iterations);
for (let index = 0; index < job.iterations; index += 1) {
  const began = performance.now();
  await session.run(feeds);
  latencies[index] = performance.now() - began;
}
answer({ p50: summarizeLatency(latencies)?.p50 });
