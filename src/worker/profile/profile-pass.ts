import { join } from 'node:path';
import { asDynoError } from '../../contract/errors.ts';
import type { ProfileConfig, ProfileOutcome } from '../../contract/profile.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { WorkerResult } from '../../contract/worker-api.ts';
import type { LoopTarget } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';
import type { Task } from '../task.ts';
import { findProfileFile, freeBytes, readInPieces, removeFile } from './profile-file.ts';
import { recordSlice, type RecordedSlice } from './record-slice.ts';
import {
  guessedCost,
  nextSlice,
  NOTHING_RECORDED,
  type IterationCost,
  type PassSoFar,
  type SliceSize,
} from './slice-plan.ts';

const CONTROL = { iterations: 20, durationMs: 200 } as const;

export interface CleanPass {
  readonly result: WorkerResult;
  readonly runtime: Runtime;
  readonly feeds: LoopTarget['feeds'];
}

/**
 * The second pass, in which the runtime records each operator. It comes after the clean one has been handed over and
 * may fail in any way: then there is no profile, or one that says what it lacks, and the run is as good as without.
 */
export async function profilePass(task: Task, clean: CleanPass): Promise<ProfileOutcome | null> {
  const { profile, profileFolder } = task.job;
  if (profile === null || profileFolder === null || clean.result.latencyMs === null) return null;
  task.phases.enter('profiling');
  try {
    await recordAll(task, clean, profile, profileFolder);
  } catch (thrown) {
    task.events.onWarning(asDynoError(thrown, task.job.modelPath).details());
  }
  return null;
}

async function recordAll(
  task: Task,
  { result, runtime, feeds }: CleanPass,
  config: ProfileConfig,
  folder: string,
): Promise<PassSoFar> {
  const began = performance.now();
  let cost = guessedCost(result.latencyMs?.mean ?? 1, 100, 0);
  let soFar = NOTHING_RECORDED;
  for (;;) {
    const size = nextSlice(config, soFar, cost, freeBytes(folder) / 2);
    if (size === null || task.stop.asked) return soFar;
    const prefix = join(folder, `slice-${soFar.slices}`);
    const asked = performance.now();
    const wish = { ...size, recording: { prefix, graph: null }, control: CONTROL };
    const slice = await recordSlice(runtime, task, feeds, wish);
    const path = findProfileFile(prefix);
    const bytes = path === null ? 0 : await readInPieces(path, () => undefined);
    if (path !== null) removeFile(path);
    soFar = withSlice(soFar, slice, performance.now() - asked, performance.now() - began);
    cost = costOf(cost, size, slice, bytes);
  }
}

function withSlice(
  before: PassSoFar,
  { recordedMs }: RecordedSlice,
  sliceMs: Milliseconds,
  wallMs: Milliseconds,
): PassSoFar {
  const recording = sumOf(recordedMs);
  return {
    slices: before.slices + 1,
    iterations: before.iterations + recordedMs.length,
    recordedMs: before.recordedMs + recording,
    wallMs,
    overheadMs: sliceMs - recording,
  };
}

function costOf(
  before: IterationCost,
  { warmup, iterations }: SliceSize,
  { recordedMs }: RecordedSlice,
  bytes: number,
): IterationCost {
  if (recordedMs.length === 0) return before;
  return { ...before, ms: sumOf(recordedMs) / recordedMs.length, bytes: bytes / (warmup + iterations) };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
