import type { MemoryEstimate, Run, RunConfig } from '../../contract/run.ts';
import { MOST_SLICE_EVENTS } from '../../contract/profile.ts';
import type { Bytes } from '../../contract/units.ts';
import { sessionsNeeded } from '../analysis/scenario/plan-points.ts';
import { estimateMemory, type ModelMemory } from '../model/index.ts';
import { largestInputs } from './fill-scenario.ts';
import { growthFactor, type GrowthSeen } from './growth-factor.ts';
import type { OpenedModel } from './model-library.ts';

const GPU_UNTOLD =
  'The GPU’s own memory is not predicted: its driver and provider allocate by rules of their own.';

/** What a run will take, from its graph, and corrected by what earlier runs of the same model took. */
export function predictMemory(
  opened: OpenedModel,
  config: RunConfig,
  availableBytes: Bytes,
  earlier: readonly Run[],
): MemoryEstimate {
  const predicted = predictFromGraph(opened, config);
  const factor = growthFactor(seenGrowth(opened, config, earlier), predicted.growthBytes);
  const recordedBytes = recordedMemory(opened, config);
  // What earlier runs took was seen in their clean passes.
  const growthBytes = predicted.growthBytes * (factor ?? 1) + recordedBytes;
  return {
    ...predicted,
    overheadBytes: predicted.overheadBytes + recordedBytes,
    growthBytes,
    totalBytes: predicted.totalBytes - predicted.growthBytes + growthBytes,
    learntFactor: factor,
    availableBytes,
    gpu: config.provider === 'cpu' ? null : GPU_UNTOLD,
  };
}

/** The runtime holds what it records until a slice ends, at 3.3 KB an event as seen here. */
const EVENT_BYTES = 3300;

function recordedMemory({ info }: OpenedModel, { profile }: RunConfig): Bytes {
  if (profile === null) return 0;
  return Math.min(MOST_SLICE_EVENTS, info.nodeCount * (profile.iterations ?? Infinity)) * EVENT_BYTES;
}

function predictFromGraph({ model }: OpenedModel, config: RunConfig): ModelMemory {
  const { graphLevel, iterations, warmup, warmupCap, scenario } = config;
  const runs = iterations === null || warmupCap !== null ? null : iterations + warmup + 1;
  // Every session of a scenario has its own weights and its own values.
  const sessions = scenario === null ? 1 : sessionsNeeded(scenario);
  return estimateMemory(model, largestInputs(config), { graphLevel, runs, sessions });
}

/** Of this model as it is now, on the same provider and at the same graph level. */
function seenGrowth(opened: OpenedModel, config: RunConfig, earlier: readonly Run[]): GrowthSeen[] {
  const { ref, fileBytes } = opened.info;
  return earlier.flatMap((run) => {
    const { model, resources } = run;
    const isSame =
      model.ref.kind === ref.kind && model.ref.location === ref.location && model.fileBytes === fileBytes;
    const alike = run.config.provider === config.provider && run.config.graphLevel === config.graphLevel;
    // Text and queries leave other garbage than one call after the other.
    const sameKind =
      (run.config.generation === null) === (config.generation === null) &&
      (run.config.scenario === null) === (config.scenario === null);
    if (!isSame || !alike || !sameKind || run.status !== 'done' || run.config.executor !== null) return [];
    if (resources === null || resources.idleBytes === null) return [];
    const peaks = Object.values(resources.peakBytes).filter((peak) => peak !== null);
    if (peaks.length === 0) return [];
    const predictedBytes = predictFromGraph(opened, run.config).growthBytes;
    return [{ predictedBytes, measuredBytes: Math.max(...peaks) - resources.idleBytes }];
  });
}
