import { setImmediate as nextTurn } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { asDynoError } from '../../contract/errors.ts';
import { LEVELS, type Level } from '../../contract/level.ts';
import type { ModelInfo } from '../../contract/model.ts';
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
import { estimateMacs } from '../model/index.ts';
import type { Store } from '../store/store.ts';
import { availableMemory } from './available-memory.ts';
import { commandLineOf } from './command-line.ts';
import { asPrompt, generationNotes, withGeneration } from './fill-generation.ts';
import { learnRate } from './learnt-rate.ts';
import { predictMemory } from './memory-prediction.ts';
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
  /** Which levels are told beside the plan itself: all of them unless said. */
  readonly levels?: readonly Level[];
}

/** What would run, whether it fits and how long it may take; nothing is loaded or written for it. */
export async function planBench(request: BenchRequest, sources: PlannerSources): Promise<BenchPlan> {
  const opened = await sources.models.open(request.model);
  // Its external data is looked for now: better than after a place in the queue.
  await sources.models.identify(opened.info);
  const files = request.inputFiles ? await sources.describeInputFiles(request.inputFiles) : [];
  const config = configOf(opened.info, request, files);
  const available = await (sources.availableMemory ?? availableMemory)();
  const earlier = sources.store.listRuns({ limit: RUNS_LOOKED_AT, archived: 'shown' });
  const predict = (wanted: RunConfig): MemoryEstimate => predictMemory(opened, wanted, available, earlier);
  const memory = predict(config);
  const time = timeSources(opened, earlier, sources);
  await nextTurn();
  const estimates: EstimateSources = { ...time, learntMacsPerSecond: await time.learn(config) };
  const estimate = estimateTime(opened.info, config, estimates);
  return {
    request,
    config,
    memory,
    // What a described distribution draws takes neither room nor, but for its clock, time.
    refusal: config.executor === null ? refusalOf(opened.info.name, request, memory, estimate) : null,
    notes: [
      ...unfollowedWishes(opened.info, request),
      ...(config.scenario?.remarks ?? []),
      ...generationNotes(opened.info, config),
    ],
    estimate,
    flops: flopsOf(time.macsOf(config)),
    levels: await levelFits(opened, request, predict, estimates, sources.levels ?? LEVELS),
    command: commandLineOf(request),
  };
}

/** A multiply-add is two operations. */
function flopsOf(macs: number | null): number | null {
  return macs === null ? null : 2 * macs;
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

function configOf(info: ModelInfo, request: BenchRequest, files: readonly FileInput[]): RunConfig {
  if (request.generation === undefined) return fillConfig(info, request, files);
  return withGeneration(info, request, fillConfig(info, asPrompt(info, request), files));
}

type PredictMemory = (config: RunConfig) => MemoryEstimate;

/** In turns of the event loop: shapes of a large graph take milliseconds each. */
async function levelFits(
  opened: OpenedModel,
  request: BenchRequest,
  predict: PredictMemory,
  estimates: EstimateSources,
  levels: readonly Level[],
): Promise<readonly LevelFit[]> {
  const fitted: LevelFit[] = [];
  for (const { name } of levels) {
    const { batch: _b, sequence: _s, iterations: _i, warmup: _w, generation: _g, ...rest } = request;
    fitted.push(levelFit(opened, { ...rest, level: name }, predict, estimates));
    await nextTurn();
  }
  return fitted;
}

function levelFit(
  opened: OpenedModel,
  request: BenchRequest & { readonly level: LevelFit['level'] },
  predict: PredictMemory,
  estimates: EstimateSources,
): LevelFit {
  const { level } = request;
  try {
    const { inputFiles: _files, durationMs: _budget, ...asked } = request;
    const config = fillConfig(opened.info, asked);
    const memory = predict(config);
    const reason = fits(memory)
      ? ''
      : `needs about ${formatBytes(memory.totalBytes)}, ${formatBytes(memory.availableBytes)} are available`;
    const estimateMs = estimateTime(opened.info, config, estimates)?.totalMs ?? null;
    return { level, fits: reason === '', reason, estimateMs };
  } catch (error) {
    return { level, fits: false, reason: asDynoError(error).message, estimateMs: null };
  }
}
