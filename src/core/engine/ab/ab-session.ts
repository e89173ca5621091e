import type { AbComparison, AbProgress } from '../../../contract/ab.ts';
import { asDynoError, DynoError, type ErrorCode } from '../../../contract/errors.ts';
import type { OutputAgreement } from '../../../contract/outputs.ts';
import type { RunStatus } from '../../../contract/run.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SliceLimits } from '../../../contract/worker-api.ts';
import { answerOf, DEFAULT_MARGIN } from '../../analysis/ab/answer.ts';
import { agreementOf } from '../../analysis/output-agreement.ts';
import { nextRandom, randomState } from '../../model/random.ts';
import { hardwareBehind } from '../../reference-outputs/reference-key.ts';
import type { ReferenceOutputs } from '../../reference-outputs/reference-outputs.ts';
import type { ComparisonChange } from '../../store/store.ts';
import { jobOf } from '../job-of.ts';
import type { QueuedRun } from '../measurement-queue.ts';
import type { RunSurroundings } from '../run-session.ts';
import { Budget } from './budget.ts';
import { abCautions } from './comparable.ts';
import {
  openPair,
  resolutionOf,
  simulatedTimeOf,
  type MeasuredPair,
  type OpenPair,
  type PairSurroundings,
} from './measure-pair.ts';
import { SIDES, type Side } from './pair-plan.ts';
import type { SideRun } from './side-run.ts';

/** One lost process is an accident; at the third, the comparison has failed. */
const MOST_LOST_PAIRS = 3;
const ACCIDENTS: ReadonlySet<ErrorCode> = new Set(['WORKER_CRASHED', 'RUN_FAILED']);

/** One tested comparison's life: pair after pair until it is decided, or its budget is used up. */
export class AbSession implements QueuedRun {
  readonly #around: RunSurroundings;
  readonly #sides: Readonly<Record<Side, SideRun>>;
  readonly #references: ReferenceOutputs;
  readonly #budget: Budget;
  readonly #limits = new Map<Side, SliceLimits>();
  #comparison: AbComparison;
  #random: number;
  #step = 'waiting';
  #waitingFor: string | null = null;
  #beganAt: Milliseconds | null = null;
  /** What simulated processes took: their time passes faster than the clock's. */
  #simulatedMs = 0;
  #attended: Side | null = null;
  #stopAsked = false;
  #pair: OpenPair | null = null;
  #killTimer: ReturnType<typeof setTimeout> | undefined;
  #tellOver: () => void = () => undefined;
  /** Resolves when it has ended, in whatever way. */
  readonly over = new Promise<void>((resolve) => (this.#tellOver = resolve));

  constructor(
    around: RunSurroundings,
    comparison: AbComparison,
    sides: Readonly<Record<Side, SideRun>>,
    references: ReferenceOutputs,
    seed: number,
  ) {
    this.#around = around;
    this.#comparison = comparison;
    this.#sides = sides;
    this.#references = references;
    this.#budget = new Budget(comparison.request);
    this.#random = randomState(seed);
  }

  get id(): string {
    return this.#comparison.id;
  }

  get comparison(): AbComparison {
    return this.#comparison;
  }

  /** Whether a GPU works for it anyway. */
  get usesGpu(): boolean {
    return SIDES.some((side) => {
      const { provider, executor } = this.#sides[side].run.config;
      return provider !== 'cpu' && executor === null;
    });
  }

  get what(): string {
    const [a, b] = SIDES.map((side) => this.#sides[side].run.model.name);
    return a === b ? `${a}, A against B` : `${a} against ${b}`;
  }

  get cancelled(): boolean {
    return this.#comparison.status === 'stopped';
  }

  get isOver(): boolean {
    return this.#comparison.status !== 'queued' && this.#comparison.status !== 'running';
  }

  waitsFor(who: string | null): void {
    if (this.#waitingFor === who) return;
    this.#waitingFor = who;
    this.#tell('waiting');
  }

  /** Ends a waiting one at once, a running one after its pair, or hard when the grace is over. */
  stop(graceMs = this.#around.stopGraceMs): void {
    if (this.isOver) return;
    this.#stopAsked = true;
    if (this.#comparison.status === 'queued') {
      this.#finish('stopped', null);
      return;
    }
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => void this.#pair?.end(), graceMs);
  }

  fail(error: unknown): void {
    if (!this.isOver) this.#finish('failed', asDynoError(error, this.what));
  }

  async measure(): Promise<void> {
    const { clock, hardware } = this.#around;
    this.#waitingFor = null;
    this.#beganAt = clock.monotonic();
    const unlisten = hardware.listen((sample) => {
      if (this.#attended !== null) this.#sides[this.#attended].sample(sample);
    });
    hardware.start();
    try {
      this.#change({ status: 'running' });
      this.#tell('preparing the models');
      await this.#work();
    } catch (error) {
      if (this.#stopAsked) this.#finish('stopped', null);
      else this.#finishFailed(asDynoError(error, this.what));
    } finally {
      clearTimeout(this.#killTimer);
      unlisten();
      hardware.watch(null);
    }
  }

  async #work(): Promise<void> {
    const jobs = await this.#prepare();
    this.#beganAt = this.#around.clock.monotonic();
    for (let over = false; !over && !this.#stopAsked;) {
      this.#random = nextRandom(this.#random);
      const first: Side = this.#random < 0 ? 'a' : 'b';
      this.#tell(`pair ${this.#nextPair + 1}: starting two fresh processes`);
      this.#pair = openPair(this.#nextPair, first, {
        ...jobs,
        attend: (side, pid) => this.#attend(side, pid),
      });
      try {
        await this.#take(await this.#pair.measured);
      } catch (error) {
        this.#lose(asDynoError(error, this.what));
      } finally {
        this.#pair = null;
        this.#attended = null;
        for (const side of SIDES) this.#sides[side].attend(false);
      }
      over = this.#judge();
    }
    const decided = this.#comparison.answer !== null && this.#comparison.answer.verdict !== 'undecided';
    this.#finish(this.#stopAsked && !decided ? 'stopped' : 'done', null);
  }

  async #prepare(): Promise<Omit<PairSurroundings, 'attend'>> {
    const { executor, clock, emit } = this.#around;
    const prepared = await Promise.all(
      SIDES.map(async (side) => {
        const { plan } = this.#sides[side];
        const [model, environment] = await Promise.all([
          this.#around.prepareModel(plan, () => this.#stopAsked),
          this.#around.environment(plan),
        ]);
        this.#sides[side].start(model.identity, environment);
        return jobOf(this.#sides[side].run.config, model.path);
      }),
    );
    const [a, b] = prepared as [ReturnType<typeof jobOf>, ReturnType<typeof jobOf>];
    return {
      executor,
      jobs: { a, b },
      limits: this.#limits,
      monotonic: clock.monotonic,
      onWarning: (warning) => emit({ type: 'notice', text: warning.message, at: clock.wall() }),
    };
  }

  get #nextPair(): number {
    return this.#comparison.pairs.length + this.#comparison.lostPairs;
  }

  #attend(side: Side | null, pid: number | undefined): void {
    this.#attended = side;
    for (const each of SIDES) this.#sides[each].attend(each === side);
    this.#around.hardware.watch(pid ?? null);
    if (side !== null) this.#tell(`pair ${this.#nextPair + 1}: measuring ${side.toUpperCase()}`);
  }

  async #take(measured: MeasuredPair): Promise<void> {
    const { pair, ready, slices } = measured;
    for (const side of SIDES) {
      const own = slices.filter((slice) => slice.side === side);
      this.#sides[side].add(own, ready[side]);
    }
    this.#simulatedMs += simulatedTimeOf(measured);
    const agreement = this.#comparison.agreement ?? (await this.#agreementOf(ready));
    this.#change({ agreement });
    if (!(pair.ratio > 0 && Number.isFinite(pair.ratio))) throw noTime(this.what);
    this.#change({
      pairs: [...this.#comparison.pairs, pair],
      resolution: Math.max(this.#comparison.resolution, resolutionOf(measured)),
    });
  }

  /** Both workers are gone by now: what is looked up here disturbs nothing that is measured. */
  async #agreementOf({ a, b }: MeasuredPair['ready']): Promise<OutputAgreement> {
    const { model, config, environment } = this.#sides.a.run;
    if (config.executor !== null || this.#sides.b.run.config.executor !== null) {
      return agreementOf(a.outputs, b.outputs);
    }
    const { outputs, reference } = await this.#references.referenceFor(
      {
        contentHash: model.contentHash,
        config,
        onnxRuntime: a.onnxRuntime,
        hardware: hardwareBehind(config.provider, environment),
      },
      a.outputs,
      this,
    );
    return { ...agreementOf(outputs, b.outputs), reference };
  }

  /** A process that dies takes its pair with it; one that is refused would be refused every time. */
  #lose(error: DynoError): void {
    if (this.#stopAsked) return;
    if (!ACCIDENTS.has(error.code)) throw error;
    const lostPairs = this.#comparison.lostPairs + 1;
    this.#change({ lostPairs });
    const tooOften = lostPairs >= MOST_LOST_PAIRS && lostPairs * 4 > this.#comparison.pairs.length;
    if (tooOften) throw error;
    this.#around.log.warn(`A pair of comparison ${this.id} was lost: ${error.message}`);
  }

  /** Whether it is over: decided at a look, or its budget is used up. */
  #judge(): boolean {
    const { pairs, resolution, request } = this.#comparison;
    const isLast = this.#budget.isUsedUp(pairs.length, this.#elapsedMs());
    if (pairs.length === 0) return isLast;
    const answer = answerOf(
      pairs.map(({ ratio }) => ratio),
      { margin: request.margin ?? DEFAULT_MARGIN, isLast, resolution },
    );
    this.#change({ answer });
    this.#tell(`${pairs.length === 1 ? '1 pair' : `${pairs.length} pairs`} done`);
    return isLast || answer.verdict !== 'undecided';
  }

  #elapsedMs(): Milliseconds {
    if (SIDES.every((side) => this.#sides[side].run.config.executor !== null)) return this.#simulatedMs;
    return this.#beganAt === null ? 0 : this.#around.clock.monotonic() - this.#beganAt;
  }

  #finishFailed(error: DynoError): void {
    this.#finish(error.code === 'WORKER_CRASHED' ? 'crashed' : 'failed', error);
  }

  #finish(status: RunStatus, error: DynoError | null): void {
    if (this.isOver) return;
    const { store, clock, log, emit } = this.#around;
    const { answer } = this.#comparison;
    const cautions = abCautions(this.#sides.a.plan, this.#sides.b.plan, answer?.ratio ?? null);
    const end = { status, endedAt: clock.wall(), error: error?.details() ?? null };
    try {
      for (const side of SIDES) this.#sides[side].end(status, error);
      this.#change({ ...end, cautions });
    } catch (thrown) {
      log.error(`The end of comparison ${this.id} could not be stored`, thrown);
      const failure = asDynoError(thrown, store.folder);
      this.#comparison = { ...this.#comparison, ...end, status: 'failed', error: failure.details() };
    }
    this.#tell('over');
    emit({ type: 'runs-changed', runIds: SIDES.map((side) => this.#sides[side].run.id) });
    this.#tellOver();
  }

  #change(change: ComparisonChange): void {
    this.#comparison = { ...this.#comparison, ...change };
    this.#around.store.updateComparison(this.id, change);
  }

  #tell(step: string): void {
    this.#step = step;
    this.#around.emit({ type: 'ab-progress', progress: this.progress() });
  }

  progress(): AbProgress {
    const { status, pairs, answer } = this.#comparison;
    const elapsedMs = this.#elapsedMs();
    return {
      comparisonId: this.id,
      status,
      step: this.#step,
      pairsDone: pairs.length,
      pairsWanted: this.#budget.pairsWanted,
      elapsedMs,
      remainingMs: this.isOver ? 0 : this.#budget.remainingMs(pairs.length, elapsedMs),
      answer,
      lastPair: pairs.at(-1) ?? null,
      waitingFor: this.#waitingFor,
    };
  }
}

function noTime(subject: string): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'A pair came back without a time that can be compared.',
    subject,
    nextStep: 'Run it again; a model that takes less than the clock can tell needs a larger batch.',
  });
}
