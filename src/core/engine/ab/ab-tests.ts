import { randomInt } from 'node:crypto';
import type { AbComparison, AbRequest, AbWithRuns } from '../../../contract/ab.ts';
import { DynoError } from '../../../contract/errors.ts';
import type { BenchPlan, BenchRequest, RunConfig } from '../../../contract/run.ts';
import type { ModelLibrary } from '../model-library.ts';
import type { MeasurementQueue } from '../measurement-queue.ts';
import { newId, newRun } from '../new-run.ts';
import type { RunSurroundings } from '../run-session.ts';
import type { CardLevel } from '../../reference-outputs/card-level.ts';
import { ReferenceOutputs } from '../../reference-outputs/reference-outputs.ts';
import type { Owner } from '../../store/store.ts';
import { AbSession } from './ab-session.ts';
import { abCautions, checkComparable } from './comparable.ts';
import { SIDE_WARMUP } from './pair-plan.ts';
import { SideRun } from './side-run.ts';

const CLOSE_GRACE_MS = 700;
const LARGEST_SEED = 2 ** 32;

export interface AbSurroundings extends RunSurroundings {
  readonly models: ModelLibrary;
  readonly queue: MeasurementQueue;
  readonly owner: Owner;
  /** A card's memory, for what comparisons on a GPU keep. */
  readonly card: CardLevel;
  plan(request: BenchRequest): Promise<BenchPlan>;
}

/** The tested comparisons of this program. */
export class AbTests {
  readonly #around: AbSurroundings;
  readonly #references: ReferenceOutputs;
  #sessions: AbSession[] = [];

  constructor(around: AbSurroundings) {
    this.#around = around;
    this.#references = new ReferenceOutputs(around);
    // The context stays from one comparison on a GPU to the next; anything else is measured without it.
    around.queue.beforeEachMeasurement(async (run) => {
      if (!(run instanceof AbSession && run.usesGpu)) await this.#references.leaveCard();
    });
  }

  async start(request: AbRequest): Promise<AbComparison> {
    const { models, store, clock, owner, queue, emit } = this.#around;
    // Both get the same values unless their user wants other ones.
    const seed = request.b.seed ?? request.a.seed;
    const plans = await Promise.all([
      this.#plan(request, request.a),
      this.#plan(request, { ...request.b, ...(seed !== undefined && { seed }) }),
    ]);
    const [a, b] = plans;
    checkComparable(a, b);
    const id = newId();
    const createdAt = clock.wall();
    const sides = await Promise.all(
      plans.map(async (plan, index) => {
        const { info } = await models.open(plan.request.model);
        const name = request.name === undefined ? undefined : `${request.name} · ${index === 0 ? 'A' : 'B'}`;
        const run = newRun(
          plan,
          await models.identify(info),
          { ...plan.request, ...(name !== undefined && { name }) },
          createdAt,
        );
        return { info, side: new SideRun(this.#around, plan, { ...run, comparisonId: id }) };
      }),
    );
    const [sideA, sideB] = sides.map(({ side }) => side) as [SideRun, SideRun];
    const comparison: AbComparison = {
      id,
      name: request.name ?? '',
      tags: request.tags ?? [],
      status: 'queued',
      request,
      aRunId: sideA.run.id,
      bRunId: sideB.run.id,
      createdAt,
      endedAt: null,
      pairs: [],
      lostPairs: 0,
      resolution: 0,
      answer: null,
      agreement: null,
      cautions: abCautions(a, b, null),
      error: null,
      deletedAt: null,
    };
    const session = new AbSession(
      this.#around,
      comparison,
      { a: sideA, b: sideB },
      this.#references,
      request.seed ?? (a.config.executor === null ? randomInt(LARGEST_SEED) : a.config.seed),
    );
    const immediate = request.wait === false;
    if (immediate) queue.claimNow(session.what);
    try {
      store.insertRun(sideA.run, owner);
      store.insertRun(sideB.run, owner);
      store.insertComparison(comparison, owner);
      for (const { info } of sides) models.remember(info);
    } catch (error) {
      if (immediate) queue.unclaim();
      throw error;
    }
    this.#sessions = [...this.#sessions.filter(({ isOver }) => !isOver), session];
    emit({ type: 'runs-changed', runIds: [sideA.run.id, sideB.run.id] });
    queue.add(session);
    return session.comparison;
  }

  stop(reference: string): void {
    const { id, status } = this.#around.store.resolveComparison(reference);
    const session = this.#sessions.find((known) => known.id === id);
    if (session === undefined) {
      if (status !== 'queued' && status !== 'running') return;
      throw new DynoError({
        code: 'COMPARISON_NOT_FOUND',
        message: 'Another program measures this comparison.',
        subject: id,
        nextStep: 'Stop it there.',
      });
    }
    session.stop();
    this.#around.queue.tellOrder();
  }

  /** Stops the comparison that a run is a side of; false where it is none of this program's. */
  stopOfRun(runId: string): boolean {
    const session = this.#of(runId);
    session?.stop();
    return session !== undefined;
  }

  measures(runId: string): boolean {
    return this.#of(runId) !== undefined;
  }

  get(reference: string): AbWithRuns {
    const { store } = this.#around;
    const stored = store.resolveComparison(reference);
    const comparison = this.#sessions.find(({ id }) => id === stored.id)?.comparison ?? stored;
    return { comparison, a: store.getRun(comparison.aRunId), b: store.getRun(comparison.bRunId) };
  }

  /** The comparison once it is over, in whatever way. */
  async ended(id: string): Promise<AbWithRuns> {
    await this.#sessions.find((session) => session.id === id)?.over;
    return this.get(id);
  }

  list(): readonly AbComparison[] {
    return this.#around.store.listComparisons();
  }

  /** Whoever waits for the queue to be empty calls this before. */
  stopAll(): void {
    for (const session of [...this.#sessions].reverse()) session.stop(CLOSE_GRACE_MS);
    // A driver that hangs is not waited for.
    void this.#references.leaveCard();
  }

  /** When nothing is measured any more. */
  async close(): Promise<void> {
    await this.#references.leaveCard();
  }

  #of(runId: string): AbSession | undefined {
    return this.#sessions.find(({ isOver, comparison: { aRunId, bRunId } }) => {
      return !isOver && (aRunId === runId || bRunId === runId);
    });
  }

  /** A side has no count and no time of its own: the pairs decide. */
  async #plan({ tags, workingFolder }: AbRequest, side: BenchRequest): Promise<BenchPlan> {
    const { iterations: _iterations, durationMs: _duration, precision: _precision, ...rest } = side;
    const request: BenchRequest = {
      ...rest,
      longAgreed: true,
      ...(tags !== undefined && { tags }),
      ...(workingFolder !== undefined && { workingFolder }),
    };
    const plan = await this.#around.plan(request);
    return { ...plan, config: sideConfig(plan.config, side.warmup) };
  }
}

function sideConfig(config: RunConfig, warmup: number | undefined): RunConfig {
  return {
    ...config,
    iterations: null,
    durationMs: null,
    ...(warmup === undefined ? SIDE_WARMUP : { warmup, warmupCap: null }),
  };
}
