import type { Run } from '../src/contract/run.ts';
import { condenseRun } from '../src/core/analysis/condense.ts';
import { describeDemo, listDemoModels, resolveInputs } from '../src/core/model/index.ts';
import { openStore } from '../src/core/store/open-store.ts';

const SAMPLES = 500;
const MINUTE_MS = 60_000;
/** Any whole number: the same runs each time. */
const SEED = 20_240;

/** Fills a data folder with runs as the engine would have stored them: samples, condensed series, environment. */
export function storeRuns(folder: string, count: number): void {
  const random = mulberry32(SEED);
  const models = listDemoModels().filter(({ name }) => !name.includes('base'));
  const now = Date.now();
  const store = openStore({ folder, wallNow: () => now });
  try {
    for (let index = 0; index < count; index += 1) {
      const { ref } = models[index % models.length] ?? { ref: { kind: 'demo', location: 'demo:mlp-tiny' } };
      const createdAt = now - (count - index) * MINUTE_MS;
      const latencies = Float64Array.from({ length: SAMPLES }, () => 1 + (index % 7) + random() ** 4 * 3);
      let endMs = 0;
      const ends = latencies.map((latency) => (endMs += latency));
      const condensed = condenseRun(ends, latencies);
      const run = runOf(index, ref, createdAt, endMs, condensed);
      store.insertRun(run, { pid: process.pid, startedAt: 'bench' });
      store.appendSamples(run.id, { startMs: 0, endMs, latenciesMs: latencies });
      const { series } = condensed;
      if (series !== null) store.putSeries({ runId: run.id, sampleCount: SAMPLES, ...series });
    }
  } finally {
    store.close();
  }
}

/** A run as it lies in a store; what a bench is about, it puts in itself. */
export function runOf(
  index: number,
  ref: Run['model']['ref'],
  createdAt: number,
  measuredMs: number,
  { latencyMs, spark }: ReturnType<typeof condenseRun>,
): Run {
  const info = describeDemo(ref.location);
  const sequence = info.hasSequence ? 128 : null;
  return {
    id: `bench${String(index).padStart(7, '0')}`,
    name: `${info.name} ${index}`,
    tags: index % 5 === 0 ? ['nightly', `week-${index % 52}`] : [],
    notes: '',
    status: index % 40 === 0 ? 'stopped' : 'done',
    model: {
      name: info.name,
      ref,
      contentHash: String(index % 8).repeat(64),
      parameters: info.parameters,
      weightBytes: info.weightBytes,
      fileBytes: info.fileBytes,
    },
    config: {
      warmupCap: null,
      precision: null,
      coldCache: false,
      executor: null,
      scenario: null,
      generation: null,
      profile: null,
      inputFiles: {},
      level: 'basic',
      provider: 'cpu',
      batch: 1,
      sequence,
      inputs: resolveInputs(info, { batch: 1, sequence }),
      iterations: SAMPLES,
      warmup: 50,
      durationMs: null,
      threads: 1,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt,
    startedAt: createdAt + 200,
    endedAt: createdAt + 400 + measuredMs,
    phases: { loadMs: 12.5, firstRunMs: 3.2, warmupMs: 80, measuredMs },
    latencyMs,
    throughput: { samplesPerSecond: (SAMPLES / measuredMs) * 1000, tokensPerSecond: null },
    hardware: {
      sampleCount: 8,
      cpuMeanPercent: 55,
      cpuMaxPercent: 90,
      workerCpuMeanPercent: 98,
      workerPeakBytes: 180e6,
      memoryMaxBytes: 4e9,
      gpuMeanPercent: null,
      gpuMaxPercent: null,
      gpuMemoryMaxBytes: null,
      meanWatts: null,
      throttledPercent: null,
    },
    signals: null,
    resources: null,
    work: null,
    energy: null,
    profile: null,
    trust: null,
    comparisonId: null,
    sweepId: null,
    environment: {
      cpu: { model: 'A processor', cores: 2, physicalCores: 2 },
      memoryBytes: 16e9,
      os: { name: 'Linux', kernel: '6.1', arch: 'x64' },
      gpus: [],
      node: process.versions.node,
      electron: null,
      onnxRuntime: '1.30.0',
      dyno: '0.1.0',
      git: null,
      host: 'bench',
    },
    error: null,
    spark,
    deletedAt: null,
    archivedAt: null,
    pinnedAt: null,
  };
}

/** A small generator with a full period of 2^32: enough for numbers that nobody studies. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
