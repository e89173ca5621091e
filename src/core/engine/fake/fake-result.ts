import type { OutputSummary } from '../../../contract/outputs.ts';
import type { RunResources } from '../../../contract/run.ts';
import type { SeriesSignals } from '../../../contract/signals.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SampleBatch, WorkerEvents, WorkerJob, WorkerResult } from '../../../contract/worker-api.ts';
import { condenseRun } from '../../analysis/condense.ts';
import { PrecisionRule } from '../../analysis/precision-rule.ts';
import { stopRuleOf } from '../../analysis/stop-rule.ts';
import type { FakeSpec } from '../../analysis/simulate/fake-spec.ts';
import { RandomStream } from '../../analysis/simulate/random-stream.ts';
import { MOST_SAMPLES, type FakeWorker } from './fake-worker.ts';

/** What stands where a run tells which runtime it used. */
export const SIMULATED_RUNTIME = 'none (simulated)';

const OUTPUT_VALUES = 16;

/** A whole run of a simulated process, to the same result as the real one's. */
export async function fakeResult(
  worker: FakeWorker,
  spec: FakeSpec,
  job: WorkerJob,
  events: WorkerEvents,
): Promise<WorkerResult> {
  const batches: SampleBatch[] = [];
  let count = 0;
  const warmup = await worker.makeReady();
  const precision = job.precision === null ? null : new PrecisionRule(job.precision);
  if (warmup !== null) {
    const measuredMs = await worker.loop(
      job,
      (batch) => {
        batches.push(batch);
        count += batch.latenciesMs.length;
        events.onSamples(batch);
      },
      () => precision !== null && precision.look(count, () => latenciesOf(batches, count)),
    );
    worker.enter('measuring', { measuredMs });
  }
  worker.enter('storing');
  const { signals, ...measured } = condensed(batches, count);
  const end = {
    count,
    stopAsked: worker.stopAsked,
    isPrecise: precision?.isPrecise ?? false,
    most: MOST_SAMPLES,
  };
  const endedBy = stopRuleOf(job, end);
  return {
    stopped: worker.stopAsked && endedBy !== 'iterations' && endedBy !== 'precision',
    phases: worker.phases,
    ...measured,
    signals: warmup && { ...signals, warmup, endedBy },
    resources: fakeResources(spec, job, worker.wallMinusMonotonicMs),
    outputs: simulatedOutputs(spec, job),
    scenario: null,
    generation: null,
    profile: null,
    onnxRuntime: SIMULATED_RUNTIME,
  };
}

function latenciesOf(batches: readonly SampleBatch[], count: number): Float64Array {
  const latenciesMs = new Float64Array(count);
  let at = 0;
  for (const batch of batches) {
    latenciesMs.set(batch.latenciesMs, at);
    at += batch.latenciesMs.length;
  }
  return latenciesMs;
}

function condensed(
  batches: readonly SampleBatch[],
  count: number,
): Pick<WorkerResult, 'latencyMs' | 'spark' | 'series'> & { readonly signals: SeriesSignals } {
  const latenciesMs = latenciesOf(batches, count);
  const endsMs = new Float64Array(count);
  let at = 0;
  for (const batch of batches) {
    let end = batch.startMs;
    for (const latency of batch.latenciesMs) {
      end += latency;
      endsMs[at] = end;
      at += 1;
    }
  }
  return condenseRun(endsMs, latenciesMs);
}

/** Sizes are null where the description says nothing of memory: then they are not known, as elsewhere. */
export function fakeResources(
  { memory, quantumMs }: FakeSpec,
  { batch, sequence }: WorkerJob,
  wallMinusMonotonicMs: Milliseconds | null,
): RunResources {
  const loaded = memory && memory.idleBytes + memory.baseBytes;
  const full =
    memory &&
    memory.idleBytes + memory.baseBytes + batch * (memory.sampleBytes + (sequence ?? 1) * memory.tokenBytes);
  return {
    idleBytes: memory && memory.idleBytes,
    afterLoadBytes: loaded,
    afterFirstRunBytes: full,
    afterMeasuringBytes: full,
    peakBytes: { load: loaded, firstRun: full, warmup: full, measuring: full },
    cpuMs: null,
    cpuCores: null,
    minorFaults: null,
    majorFaults: null,
    involuntarySwitches: null,
    coldCacheBytes: null,
    timerStepMs: quantumMs > 0 ? quantumMs : null,
    wallMinusMonotonicMs,
  };
}

/** The same for the same seed, as a model's outputs would be. */
export function simulatedOutputs({ nan }: FakeSpec, { seed }: WorkerJob): readonly OutputSummary[] {
  const stream = new RandomStream(seed);
  const values = Array.from({ length: OUTPUT_VALUES }, () => Math.fround(stream.normal()));
  return [
    {
      name: 'simulated',
      type: 'float32',
      shape: [OUTPUT_VALUES],
      count: OUTPUT_VALUES,
      notANumber: nan ? 1 : 0,
      infinite: 0,
      stride: 1,
      values: nan ? [null, ...values.slice(1)] : values,
    },
  ];
}
