import { basename } from 'node:path';
import { kernelNow } from '../../child/kernel-clock.ts';
import type { GenerationConfig, GenerationResult } from '../../contract/generation.ts';
import type { TensorPort } from '../../contract/model.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { WorkerResult } from '../../contract/worker-api.ts';
import { condenseRun } from '../../core/analysis/condense.ts';
import { generationTimes } from '../../core/analysis/generation-times.ts';
import { readDecoder } from '../../core/model/index.ts';
import { guarded, loadModel, type LoadedModel } from '../loaded-model.ts';
import { SampleLog } from '../sample-log.ts';
import type { Task } from '../task.ts';
import { generate, type Generated, type Generator, type Texts } from './greedy-loop.ts';

interface Measured {
  readonly repeats: readonly (readonly Milliseconds[])[];
  readonly last: Generated | null;
}

/** Writes the same text again and again, with past keys and values and without, and times every token. */
export async function measureGeneration(task: Task, config: GenerationConfig): Promise<WorkerResult> {
  const { job, phases, resources, stop } = task;
  const log = new SampleLog();
  const loaded = await loadModel(task);
  let generation: GenerationResult | null = null;
  if (loaded.session !== null) {
    try {
      generation = await guarded(job, () => measureBoth(loaded, task, config, log));
    } finally {
      await loaded.session.release();
    }
  }
  phases.enter('storing');
  return {
    stopped: stop.asked,
    phases: phases.phases,
    ...condensed(log),
    signals: null,
    resources: resources.resources,
    outputs: null,
    scenario: null,
    generation,
    profile: null,
    onnxRuntime: loaded.runtime.env.versions.node ?? 'unknown',
  };
}

async function measureBoth(
  { runtime, session, feeds }: LoadedModel,
  task: Task,
  config: GenerationConfig,
  log: SampleLog,
): Promise<GenerationResult | null> {
  const { job, phases, resources, stop } = task;
  const subject = basename(job.modelPath);
  const decoder = readDecoder(portsOf(session.inputMetadata), portsOf(session.outputMetadata), subject);
  const generator: Generator = { runtime, session, decoder, subject };
  const ids = feeds[decoder.ids];
  const prompt = textsOf(ids?.data as ArrayLike<number | bigint>, ids?.dims[0] ?? 1, config.promptTokens);
  const ways = config.cache === 'both' ? [true, false] : [config.cache === 'with'];

  const first = await generate(generator, prompt, 1, ways[0] ?? false, stop);
  resources.ranFirst();
  phases.enter('warm-up', { firstRunMs: first.placesMs[0] ?? null });
  const warming = performance.now();
  for (let repeat = 0; repeat < job.warmup && !stop.asked; repeat += 1) {
    for (const withCache of ways) await generate(generator, prompt, config.newTokens, withCache, stop);
    task.events.onWarmup(repeat + 1);
  }
  if (stop.asked) return null;
  resources.warm();
  phases.enter('measuring', { warmupMs: performance.now() - warming });

  resources.beginMeasuring();
  task.events.onMeasuring(kernelNow());
  const began = performance.now();
  const measured = new Map<boolean, Measured>();
  for (const withCache of ways) {
    // What the run shows as its latency is the way that is asked for first: with the cache, where there is one.
    const shown = measured.size === 0 ? log : null;
    measured.set(withCache, await repeatOne(generator, prompt, task, config, withCache, ways.length, shown));
  }
  resources.endMeasuring();
  phases.enter('measuring', { measuredMs: performance.now() - began });
  return resultOf(measured, config, prompt.length);
}

/** Whole repeats only: what was cut short by a stop is not among them. */
async function repeatOne(
  generator: Generator,
  prompt: Texts,
  { job, events, stop }: Task,
  { newTokens }: GenerationConfig,
  withCache: boolean,
  ways: number,
  log: SampleLog | null,
): Promise<Measured> {
  const repeats: (readonly Milliseconds[])[] = [];
  let last: Generated | null = null;
  const began = performance.now();
  const deadline = began + (job.durationMs ?? Infinity) / ways;
  while (!stop.asked && repeats.length < (job.iterations ?? Infinity) && performance.now() < deadline) {
    const startMs = performance.now() - began;
    const generated = await generate(generator, prompt, newTokens, withCache, stop);
    if (generated.placesMs.length < newTokens) break;
    last = generated;
    repeats.push(generated.placesMs);
    if (log === null) continue;
    const shown = newTokens > 1 ? generated.placesMs.slice(1) : generated.placesMs;
    log.buffer.set(shown.slice(0, log.buffer.length));
    const filled = Math.min(shown.length, log.buffer.length);
    events.onSamples(log.take(filled, startMs, performance.now() - began));
  }
  return { repeats, last };
}

function resultOf(
  measured: ReadonlyMap<boolean, Measured>,
  { promptTokens, newTokens }: GenerationConfig,
  batch: number,
): GenerationResult | null {
  const [cached, whole] = [measured.get(true), measured.get(false)];
  const times = (side: Measured | undefined) =>
    side === undefined ? null : generationTimes(side.repeats, { promptTokens, batch });
  const [one, other] = [cached?.last?.tokens, whole?.last?.tokens];
  const tokens = one ?? other;
  if (tokens === undefined) return null;
  return {
    promptTokens,
    newTokens,
    withCache: times(cached),
    withoutCache: times(whole),
    sameTokens: one && other ? JSON.stringify(one) === JSON.stringify(other) : null,
    tokens: tokens[0] ?? [],
  };
}

function condensed(log: SampleLog): Pick<WorkerResult, 'latencyMs' | 'spark' | 'series'> {
  const { endsMs, latenciesMs } = log.all();
  const { latencyMs, spark, series } = condenseRun(endsMs, latenciesMs);
  return { latencyMs, spark, series };
}

function textsOf(data: ArrayLike<number | bigint>, rows: number, length: number): Texts {
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length }, (_column, column) => Number(data[row * length + column])),
  );
}

/** As the runtime describes what it has loaded. */
function portsOf(
  metadata: LoadedModel['session']['inputMetadata'],
): readonly Pick<TensorPort, 'name' | 'type' | 'shape' | 'kind'>[] {
  return metadata.map((value) =>
    value.isTensor
      ? { name: value.name, type: value.type as TensorPort['type'], shape: value.shape, kind: 'tensor' }
      : { name: value.name, type: 'undefined', shape: null, kind: 'unknown' },
  );
}
