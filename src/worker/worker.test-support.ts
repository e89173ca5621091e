import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PLAIN_CONFIG } from '../contract/blank-run.fixture.ts';
import type { ErrorDetails } from '../contract/errors.ts';
import type { ResolvedInput } from '../contract/model.ts';
import type { ProfileSlice } from '../contract/profile.ts';
import type {
  SampleBatch,
  WorkerApi,
  WorkerEvents,
  WorkerJob,
  WorkerResult,
} from '../contract/worker-api.ts';
import { forkChild } from '../core/engine/forked-ports.test-support.ts';
import { describeDemo, resolveInputs, writeDemo } from '../core/model/index.ts';
import type { Child } from '../core/ports.ts';

export interface TestWorker {
  readonly child: Child<WorkerApi, WorkerEvents>;
  readonly batches: readonly SampleBatch[];
  readonly phases: readonly string[];
  readonly warnings: readonly ErrorDetails[];
  /** What was handed over before a profiled pass, and during it. */
  readonly clean: readonly WorkerResult[];
  readonly slices: readonly ProfileSlice[];
}

/** The worker as it is, in a process of its own. */
export function forkWorker(env: NodeJS.ProcessEnv = process.env): TestWorker {
  const batches: SampleBatch[] = [];
  const phases: string[] = [];
  const warnings: ErrorDetails[] = [];
  const clean: WorkerResult[] = [];
  const slices: ProfileSlice[] = [];
  const child = forkChild<WorkerApi, WorkerEvents>(
    join(import.meta.dirname, 'index.ts'),
    {
      onPhase: (phase) => void phases.push(phase),
      onWarmup: () => undefined,
      onMeasuring: () => undefined,
      onSamples: (batch) => void batches.push(batch),
      onMeasured: (result) => void clean.push(result),
      onProfileSlice: (slice) => void slices.push(slice),
      onWarning: (warning) => void warnings.push(warning),
    },
    env,
  );
  onTestFinished(async () => {
    child.kill();
    await child.exited;
  });
  return { child, batches, phases, warnings, clean, slices };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-worker-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A job on a demo model, written into a folder of its own. */
export function demoJob(name: string, change: Partial<WorkerJob> = {}): WorkerJob {
  const info = describeDemo(name);
  const sequence = info.hasSequence ? 8 : null;
  const inputs = resolveInputs(info, { batch: 1, sequence });
  const parts: Uint8Array[] = [];
  writeDemo(name, { write: (bytes) => void parts.push(bytes.slice()) });
  return jobOn(Buffer.concat(parts), inputs, { sequence, ...change });
}

/** A job on a model of the test's own. */
export function jobOn(
  model: Uint8Array,
  inputs: readonly ResolvedInput[],
  change: Partial<WorkerJob> = {},
): WorkerJob {
  const modelPath = join(temporaryFolder(), 'model.onnx');
  writeFileSync(modelPath, model);
  return {
    modelPath,
    provider: 'cpu',
    threads: 1,
    graphLevel: 'all',
    inputs,
    batch: 1,
    sequence: null,
    vocabulary: null,
    seed: 1,
    warmup: 2,
    iterations: 10,
    durationMs: null,
    ...PLAIN_CONFIG,
    profileFolder: null,
    ...change,
  };
}
