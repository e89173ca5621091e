import { PLAIN_CONFIG, PLAIN_RUN } from '../../../contract/blank-run.fixture.ts';
import type { Finding, FindingKind } from '../../../contract/finding.ts';
import { aProfile } from '../../../contract/profile.fixture.ts';
import { aGpu, aProbe } from '../../../contract/probe.fixture.ts';
import type { RunProfile } from '../../../contract/profile.ts';
import type { Run, RunConfig } from '../../../contract/run.ts';
import type { FindingContext } from './types.ts';
import { findingSteps } from './index.ts';

/** Of the machine that the runs below were made on. */
const machine = 'here · a CPU, 16 cores';
export const CPU_ROOF = aProbe({ machine });
export const GPU_ROOF = aProbe({ machine, gpus: [aGpu], gpuReason: '' });

export function runWith(config: Partial<RunConfig> = {}, change: Partial<Run> = {}): Run {
  return {
    id: '0123456789abcdef',
    name: 'a run',
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'a model',
      ref: { kind: 'demo', location: 'demo:mlp-tiny' },
      contentHash: 'ab',
      parameters: 10,
      weightBytes: 40,
      fileBytes: 60,
    },
    config: {
      ...PLAIN_CONFIG,
      level: null,
      provider: 'cpu',
      batch: 1,
      sequence: null,
      inputs: [{ name: 'x', type: 'float32', shape: [1, 8], values: 'ones' }],
      iterations: 100,
      warmup: 0,
      durationMs: null,
      threads: null,
      graphLevel: 'all',
      seed: 1,
      ...config,
    },
    createdAt: 0,
    startedAt: 0,
    endedAt: 1,
    phases: { loadMs: 1, firstRunMs: 1, warmupMs: null, measuredMs: 10_000 },
    latencyMs: null,
    throughput: null,
    hardware: null,
    energy: null,
    profile: null,
    ...PLAIN_RUN,
    environment: {
      cpu: { model: 'a CPU', cores: 16, physicalCores: 8 },
      memoryBytes: 64 * 1024 ** 3,
      os: { name: 'Linux', kernel: '6', arch: 'x64' },
      gpus: [],
      node: '24',
      electron: null,
      onnxRuntime: '1.30.0',
      dyno: '0',
      git: null,
      host: 'here',
    },
    error: null,
    spark: [],
    deletedAt: null,
    ...change,
  };
}

export function findingsOf(profile: RunProfile, context: FindingContext): readonly Finding[] {
  const steps = findingSteps(profile, context);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export function found(
  kind: FindingKind,
  profile: Partial<RunProfile>,
  context: Partial<FindingContext> = {},
): readonly Finding[] {
  return findingsOf(aProfile(profile), {
    run: runWith(),
    probe: null,
    graph: null,
    hardware: null,
    hasFreeBatch: null,
    ...context,
  }).filter((finding) => finding.kind === kind);
}

/** "label: value", a line each. */
export function evidenceOf({ evidence }: Finding): string {
  return evidence.map(({ label, value }) => `${label}: ${value}`).join('\n');
}
