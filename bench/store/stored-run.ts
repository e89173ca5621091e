import type { Run } from '../../src/contract/run.ts';
import type { CondensedRun } from '../../src/core/analysis/condense.ts';
import { textHash } from '../../src/core/analysis/run-list/text-hash.ts';
import { describeDemo, resolveInputs } from '../../src/core/model/index.ts';

const RUNS_A_VERSION = 200;
const RUNS_A_COMMIT = 20;

/** A run as it lies in a store; what a bench is about, it puts in itself. */
export function runOf(
  index: number,
  ref: Run['model']['ref'],
  createdAt: number,
  measuredMs: number,
  { latencyMs, spark }: Pick<CondensedRun, 'latencyMs' | 'spark'>,
): Run {
  const info = describeDemo(ref.location);
  const sequence = info.hasSequence ? 128 : null;
  const commit = Math.floor(index / RUNS_A_COMMIT);
  return {
    id: `bench${String(index).padStart(7, '0')}`,
    name: `${info.name} ${index}`,
    tags: index % 5 === 0 ? ['nightly', `week-${index % 52}`] : [],
    notes: '',
    status: index % 40 === 0 ? 'stopped' : 'done',
    model: {
      name: info.name,
      ref,
      contentHash: textHash(`${info.name} ${Math.floor(index / RUNS_A_VERSION)}`).repeat(4),
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
      iterations: latencyMs?.count ?? 0,
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
    throughput: { samplesPerSecond: ((latencyMs?.count ?? 0) / measuredMs) * 1000, tokensPerSecond: null },
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
      git: {
        commit: textHash(String(commit)).repeat(3).slice(0, 40),
        dirty: commit % 3 === 0,
        folder: '/work/model',
      },
      host: 'bench',
    },
    error: null,
    spark,
    deletedAt: null,
    archivedAt: null,
    pinnedAt: null,
  };
}
