import { asDynoError, DynoError, type ErrorDetails } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/model.ts';
import type { BenchPlan, BenchRequest, Provider } from '../../../contract/run.ts';
import type { SweepCell, SweepRequest } from '../../../contract/sweep.ts';
import type { RuntimeDescription } from '../../../contract/worker-api.ts';
import { cellRequest, type CellSettings } from './cell-request.ts';

/** More would take days, and no chart shows them. */
const MOST_CELLS = 512;

export interface SweepPlanner {
  plan(request: BenchRequest): Promise<BenchPlan>;
  inspect(model: BenchRequest['model']): Promise<Pick<ModelInfo, 'hasBatch' | 'hasSequence'>>;
  /** Null where that cannot be found out just now: the run itself will tell. */
  runtime(): Promise<RuntimeDescription | null>;
}

/**
 * All cells in the order in which they are measured: the cheap ones first, so that there is soon something to see,
 * and those that differ in provider or threads alone next to each other, so that the machine is the same for both.
 */
export async function planCells(request: SweepRequest, planner: SweepPlanner): Promise<readonly SweepCell[]> {
  const wishes = combinations(request);
  const unavailable = await unavailableProviders(request, planner);
  const cells = new Map<string, SweepCell>();
  for (const wish of wishes) {
    const cell = await planCell(request, wish, planner, unavailable);
    const key = identityOf(cell);
    // A model without the axis has one size only, whatever was asked for.
    if (!cells.has(key)) cells.set(key, cell);
  }
  return inOrder([...cells.values()]);
}

function combinations({ base, axes }: SweepRequest): readonly CellSettings[] {
  const all = [
    axes.model ?? [base.model],
    axes.level ?? [base.level ?? null],
    axes.batch ?? [base.batch ?? null],
    axes.sequence ?? [base.sequence ?? null],
    axes.provider ?? [base.provider ?? 'cpu'],
    axes.threads ?? [base.threads ?? null],
  ] as const;
  const count = all.reduce((product, values) => product * values.length, 1);
  if (count === 0 || count > MOST_CELLS) throw wrongCount(count);
  const [models, levels, batches, sequences, providers, threadCounts] = all;
  return models.flatMap((model) =>
    levels.flatMap((level) =>
      batches.flatMap((batch) =>
        sequences.flatMap((sequence) =>
          providers.flatMap((provider) =>
            threadCounts.map((threads) => ({ model, level, batch, sequence, provider, threads })),
          ),
        ),
      ),
    ),
  );
}

async function planCell(
  request: SweepRequest,
  wish: CellSettings,
  planner: SweepPlanner,
  unavailable: ReadonlyMap<Provider, ErrorDetails>,
): Promise<SweepCell> {
  const blank: SweepCell = {
    index: 0,
    ...wish,
    batch: wish.batch ?? 1,
    state: 'waiting',
    runId: null,
    error: null,
    estimateMs: null,
    p50Ms: null,
    p50LowMs: null,
    p50HighMs: null,
    samplesPerSecond: null,
    tokensPerSecond: null,
    peakBytes: null,
    speedUp: null,
  };
  try {
    const { hasBatch, hasSequence } = await planner.inspect(wish.model);
    const plan = await planner.plan(
      cellRequest(request, {
        ...wish,
        batch: hasBatch ? wish.batch : null,
        sequence: hasSequence ? wish.sequence : null,
      }),
    );
    const { level, batch, sequence, threads } = plan.config;
    const error = unavailable.get(wish.provider) ?? plan.refusal;
    return {
      ...blank,
      level,
      batch,
      sequence,
      threads,
      estimateMs: plan.estimate?.totalMs ?? null,
      state: error === null ? 'waiting' : 'skipped',
      error,
    };
  } catch (thrown) {
    const error = asDynoError(thrown, wish.model.location);
    if (error.code === 'INTERNAL') throw error;
    return { ...blank, state: 'skipped', error: error.details() };
  }
}

/** Nobody asks a runtime about the processor, or about anything that is only played. */
async function unavailableProviders(
  { base, axes }: SweepRequest,
  planner: SweepPlanner,
): Promise<ReadonlyMap<Provider, ErrorDetails>> {
  const wanted: readonly Provider[] = (axes.provider ?? [base.provider ?? 'cpu']).filter(
    (provider) => provider !== 'cpu',
  );
  const described = wanted.length === 0 || base.executor !== undefined ? null : await planner.runtime();
  const missing = (described?.providers ?? []).filter(
    ({ name, available }) => !available && wanted.includes(name),
  );
  return new Map(missing.map(({ name, reason }) => [name, notAvailable(name, reason)]));
}

function identityOf({ model, level, batch, sequence, provider, threads }: SweepCell): string {
  return JSON.stringify([model.kind, model.location, level, batch, sequence, provider, threads]);
}

function inOrder(cells: readonly SweepCell[]): readonly SweepCell[] {
  const groups = new Map<string, SweepCell[]>();
  for (const cell of cells) {
    const key = identityOf({ ...cell, provider: 'cpu', threads: null });
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()]
    .map((group) => ({ group, cost: costOf(group), items: itemsOf(group) }))
    .sort((a, b) => a.cost - b.cost || a.items - b.items)
    .flatMap(({ group }) => group)
    .map((cell, index) => ({ ...cell, index }));
}

/** Cells that nobody can estimate come late, those that are skipped last of all. */
function costOf(group: readonly SweepCell[]): number {
  const waiting = group.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return Number.MAX_VALUE;
  return waiting.reduce((sum, { estimateMs }) => sum + (estimateMs ?? 1e15), 0);
}

/** Models too small to be estimated apart still go by size. */
function itemsOf([cell]: readonly SweepCell[]): number {
  return (cell?.batch ?? 1) * (cell?.sequence ?? 1);
}

function wrongCount(count: number): DynoError {
  return new DynoError({
    code: 'USAGE',
    message:
      count === 0
        ? 'An axis of the sweep has no values.'
        : `That makes ${count} combinations, and a sweep takes ${MOST_CELLS} at most.`,
    subject: 'axes',
    nextStep: 'Give each axis at least one value, and fewer of them together.',
  });
}

function notAvailable(provider: Provider, reason: string): ErrorDetails {
  return new DynoError({
    code: 'PROVIDER_UNAVAILABLE',
    message: reason,
    subject: provider,
    nextStep: 'See "dyno doctor" for what it takes.',
  }).details();
}
