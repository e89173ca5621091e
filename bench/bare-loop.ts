/**
 * The peer: the barest loop over onnxruntime-node that one could write, in a process of its own. Only session and
 * feeds are made as Dyno makes them: V8 either optimises the runtime's own JavaScript or gives up on it ("unexpected
 * name in keyed access"), depending on how they came to be, which is worth 15 % on a model of 20 µs. Made otherwise,
 * the peer was the slower one, and the ratio said nothing of what Dyno adds.
 */
import type { InferenceSession } from 'onnxruntime-node';
import type { ResolvedInput } from '../src/contract/model.ts';
import { summarizeLatency } from '../src/core/analysis/summary.ts';
import { makeFeeds } from '../src/worker/feeds.ts';
import { loadRuntime } from '../src/worker/runtime.ts';
import { createSession } from '../src/worker/session.ts';
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
const runtime = await loadRuntime();
const feeds = makeFeeds(runtime, { ...job, inputFiles: {} });
const session = await createSession(
  runtime,
  job.modelPath,
  { provider: 'cpu', threads: job.threads, graphLevel: 'all' },
  job.modelPath,
);
// The same phases as Dyno's.
await session.run(feeds);
await loop(session, feeds, new Float64Array(job.warmup));
const latencies = new Float64Array(job.iterations);
await loop(session, feeds, latencies);
answer({ p50: summarizeLatency(latencies)?.p50 });

async function loop(
  bare: InferenceSession,
  inputs: InferenceSession.FeedsType,
  latencies: Float64Array,
): Promise<void> {
  for (let index = 0; index < latencies.length; index += 1) {
    const began = performance.now();
    await bare.run(inputs);
    latencies[index] = performance.now() - began;
  }
}
