import { setImmediate as nextTurn } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { asDynoError } from '../../contract/errors.ts';
import { LEVELS } from '../../contract/level.ts';
import type {
  BenchPlan,
  BenchRequest,
  LevelFit,
  MemoryEstimate,
  Run,
  RunConfig,
} from '../../contract/run.ts';
import { formatBytes, type Bytes } from '../../contract/units.ts';
import type { FileInput } from '../../contract/worker-api.ts';
import { sessionsNeeded } from '../analysis/scenario/plan-points.ts';
import { estimateMacs, estimateMemory } from '../model/index.ts';
import type { Store } from '../store/store.ts';
import { availableMemory } from './available-memory.ts';
import { commandLineOf } from './command-line.ts';
import { largestInputs } from './fill-scenario.ts';
import { learnRate } from './learnt-rate.ts';
import type { ModelLibrary, OpenedModel } from './model-library.ts';
import { fillConfig, unfollowedWishes } from './plan-config.ts';
import { fits, refusalOf } from './refusal.ts';
import { estimateTime, type EstimateSources } from './time-estimate.ts';

const RUNS_LOOKED_AT = 200;

export interface PlannerSources {
  readonly store: Store;
  readonly models: ModelLibrary;
  describeInputFiles(files: Readonly<Record<string, string>>): Promise<readonly FileInput[]>;
  availableMemory?(): Promise<Bytes>;
}

/** What would run, whether it fits and how long it may take; nothing is loaded or written for it. */
export async function planBench(request: BenchRequest, sources: PlannerSources): Promise<BenchPlan> {
  const opened = await sources.models.open(request.model);
  // Its external data is looked for now: better than after a place in the queue.
  await sources.models.identify(opened.info);
  const files = request.inputFiles ? await sources.describeInputFiles(request.inputFiles) : [];
  const config = fillConfig(opened.info, request, files);
  const available = await (sources.availableMemory ?? availableMemory)();
  const memory = memoryOf(opened, config, available);
  const time = timeSources(opened, sources.store.listRuns({ limit: RUNS_LOOKED_AT }), sources);
  await nextTurn();
  const estimates: EstimateSources = { ...time, learntMacsPerSecond: await time.learn(config) };
  const estimate = estimateTime(opened.info, config, estimates);
  return {
    request,
    config,
    memory,
    refusal: refusalOf(opened.info.name, request, memory, estimate),
    notes: [...unfollowedWishes(opened.info, request), ...(config.scenario?.remarks ?? [])],
    estimate,
    levels: await levelFits(opened, request, available, estimates),
    command: commandLineOf(request),
  };
}

function memoryOf({ model }: OpenedModel, config: RunConfig, availableBytes: Bytes): MemoryEstimate {
  const one = estimateMemory(model, largestInputs(config));
  // Every session of a scenario has its own weights and its own values.
  const sessions = config.scenario === null ? 1 : sessionsNeeded(config.scenario);
  const ofAll = (bytes: Bytes | null): Bytes | null => (bytes === null ? null : bytes * sessions);
  const weightBytes = one.weightBytes * sessions;
  const inputBytes = one.inputBytes * sessions;
  const activationBytes = ofAll(one.activationBytes);
  const outputBytes = ofAll(one.outputBytes);
  const totalBytes = weightBytes + inputBytes + (activationBytes ?? 0) + (outputBytes ?? 0);
  return { weightBytes, inputBytes, activationBytes, outputBytes, totalBytes, availableBytes };
}

interface TimeSources extends Omit<EstimateSources, 'learntMacsPerSecond'> {
  learn(config: RunConfig): Promise<number | null>;
}

function timeSources(
  { model }: OpenedModel,
  earlier: readonly Run[],
  { models }: PlannerSources,
): TimeSources {
  const macsOf = (config: RunConfig): number | null => estimateMacs(model, config.inputs);
  return {
    earlier,
    cores: availableParallelism(),
    macsOf,
    learn: (config) => learnRate(earlier, config.provider, macsOf(config), models),
  };
}

/** All twelve, in turns of the event loop: shapes of a large graph take milliseconds each. */
async function levelFits(
  opened: OpenedModel,
  request: BenchRequest,
  available: Bytes,
  estimates: EstimateSources,
): Promise<readonly LevelFit[]> {
  const fitted: LevelFit[] = [];
  for (const { name } of LEVELS) {
    const { batch: _batch, sequence: _sequence, iterations: _count, warmup: _warmup, ...rest } = request;
    fitted.push(levelFit(opened, { ...rest, level: name }, available, estimates));
    await nextTurn();
  }
  return fitted;
}

function levelFit(
  opened: OpenedModel,
  request: BenchRequest & { readonly level: LevelFit['level'] },
  available: Bytes,
  estimates: EstimateSources,
): LevelFit {
  const { level } = request;
  try {
    const { inputFiles: _files, durationMs: _budget, ...asked } = request;
    const config = fillConfig(opened.info, asked);
    const memory = memoryOf(opened, config, available);
    const reason = fits(memory)
      ? ''
      : `needs about ${formatBytes(memory.totalBytes)}, ${formatBytes(available)} are available`;
    const estimateMs = estimateTime(opened.info, config, estimates)?.totalMs ?? null;
    return { level, fits: reason === '', reason, estimateMs };
  } catch (error) {
    return { level, fits: false, reason: asDynoError(error).message, estimateMs: null };
  }
}
