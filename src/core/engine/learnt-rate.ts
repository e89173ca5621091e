import type { ModelRef } from '../../contract/model.ts';
import type { Provider, Run } from '../../contract/run.ts';
import { estimateMacs } from '../model/index.ts';
import type { ModelLibrary } from './model-library.ts';

/** Enough models to find one of a like size, few enough to read in no time. */
const MODELS_LOOKED_AT = 4;

/** A model a hundred times smaller spends its time on calls, not on multiplying: its rate says nothing. */
const FARTHEST = Math.log(100);

/** Multiply-adds a second of the measured model that is nearest in size; null where nothing was measured. */
export async function learnRate(
  runs: readonly Run[],
  provider: Provider,
  wanted: number | null,
  models: ModelLibrary,
): Promise<number | null> {
  if (wanted === null || wanted <= 0) return null;
  const measured = new Map<string, Run>();
  for (const run of runs) {
    if (!isTeacher(run, provider) || measured.size >= MODELS_LOOKED_AT) continue;
    const key = keyOf(run.model.ref);
    if (!measured.has(key)) measured.set(key, run);
  }
  let nearest: { readonly away: number; readonly rate: number } | null = null;
  for (const run of measured.values()) {
    const macs = await macsOf(run, models);
    if (macs === null || macs <= 0 || run.latencyMs === null) continue;
    const away = Math.abs(Math.log(macs / wanted));
    if (away <= FARTHEST && (nearest === null || away < nearest.away))
      nearest = { away, rate: (macs * 1000) / run.latencyMs.mean };
  }
  return nearest?.rate ?? null;
}

/** What was simulated teaches nothing of this machine, and a query's time in a scenario is waiting as well. */
function isTeacher({ config, latencyMs }: Run, provider: Provider): boolean {
  const { executor, scenario } = config;
  return config.provider === provider && executor === null && scenario === null && latencyMs !== null;
}

/** A model that moved or changed since can teach nothing. */
async function macsOf(run: Run, models: ModelLibrary): Promise<number | null> {
  try {
    const { model } = await models.open(run.model.ref);
    return estimateMacs(model, run.config.inputs);
  } catch {
    return null;
  }
}

function keyOf({ kind, location }: ModelRef): string {
  return `${kind} ${location}`;
}
