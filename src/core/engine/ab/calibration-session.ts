import {
  CALIBRATED_METRICS,
  type CalibratedMetric,
  type Calibration,
  type CalibrationProgress,
} from '../../../contract/calibration.ts';
import { asDynoError, DynoError } from '../../../contract/errors.ts';
import type { BenchPlan } from '../../../contract/run.ts';
import type { SliceLimits } from '../../../contract/worker-api.ts';
import { machineKey } from '../../analysis/machine-key.ts';
import { noiseFloor } from '../../analysis/noise-floor.ts';
import { summarizeLatency } from '../../analysis/summary.ts';
import { nextRandom, randomState } from '../../model/random.ts';
import { jobOf } from '../job-of.ts';
import type { QueuedRun } from '../measurement-queue.ts';
import type { RunSurroundings } from '../run-session.ts';
import { openPair, type MeasuredPair, type OpenPair } from './measure-pair.ts';
import type { Side } from './pair-plan.ts';

/** A process may die once; a machine on which they die again and again is not calibrated by what is left. */
const MOST_LOST_PAIRS = 3;

/** A against A, model after model, in pairs of fresh processes. */
export class CalibrationSession implements QueuedRun {
  readonly id: string;
  readonly what = 'the calibration of this machine';
  /** Settled when it is over. */
  readonly ended: Promise<Calibration>;
  readonly #around: RunSurroundings;
  readonly #plans: readonly BenchPlan[];
  readonly #pairs: number;
  readonly #ratios = new Map<CalibratedMetric, number[]>();
  #settle: { resolve(calibration: Calibration): void; reject(error: DynoError): void } | null = null;
  #done = 0;
  #lost = 0;
  #stopAsked = false;
  #began = false;
  #pair: OpenPair | null = null;
  #waitingFor: string | null = null;
  #random: number;

  constructor(around: RunSurroundings, id: string, plans: readonly BenchPlan[], pairs: number, seed: number) {
    this.id = id;
    this.#around = around;
    this.#plans = plans;
    this.#pairs = pairs;
    this.#random = randomState(seed);
    this.ended = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Whoever waits hears of it; nobody has to.
    this.ended.catch(() => undefined);
  }

  get cancelled(): boolean {
    return this.#stopAsked;
  }

  get isOver(): boolean {
    return this.#settle === null;
  }

  waitsFor(who: string | null): void {
    this.#waitingFor = who;
    this.#tell('waiting', 'running');
  }

  stop(): void {
    this.#stopAsked = true;
    void this.#pair?.end();
    if (!this.#began) this.fail(stopped());
  }

  fail(error: unknown): void {
    const settle = this.#settle;
    if (settle === null) return;
    this.#settle = null;
    this.#tell('over', this.#stopAsked ? 'stopped' : 'failed');
    settle.reject(this.#stopAsked ? stopped() : asDynoError(error, this.what));
  }

  async measure(): Promise<void> {
    this.#began = true;
    this.#waitingFor = null;
    try {
      const calibration = await this.#work();
      this.#around.store.putCalibration(calibration);
      const settle = this.#settle;
      this.#settle = null;
      this.#tell('over', 'done');
      settle?.resolve(calibration);
    } catch (error) {
      this.fail(error);
    } finally {
      this.#around.hardware.watch(null);
    }
  }

  async #work(): Promise<Calibration> {
    let machine = '';
    for (const plan of this.#plans) machine = await this.#calibrate(plan);
    const [first] = this.#plans;
    return {
      id: this.id,
      machine,
      provider: first?.config.provider ?? 'cpu',
      models: this.#plans.map(({ request }) => request.model.location),
      at: this.#around.clock.wall(),
      floors: CALIBRATED_METRICS.flatMap(
        (metric) => noiseFloor(metric, this.#ratios.get(metric) ?? []) ?? [],
      ),
    };
  }

  /** Gives the machine as the worker found it. */
  async #calibrate(plan: BenchPlan): Promise<string> {
    const { executor, clock, hardware, emit } = this.#around;
    const name = plan.request.model.location;
    this.#tell(`preparing ${name}`, 'running');
    const model = await this.#around.prepareModel(plan, () => this.#stopAsked);
    const environment = await this.#around.environment(plan);
    const job = jobOf(plan.config, model.path);
    const limits = new Map<Side, SliceLimits>();
    let onnxRuntime: string | null = null;
    for (let pair = 0; pair < this.#pairs; pair += 1) {
      if (this.#stopAsked) throw stopped();
      this.#tell(`${name}: pair ${pair + 1} of ${this.#pairs}`, 'running');
      this.#random = nextRandom(this.#random);
      this.#pair = openPair(pair, this.#random < 0 ? 'a' : 'b', {
        executor,
        jobs: { a: job, b: job },
        limits,
        monotonic: clock.monotonic,
        attend: (_side, pid) => hardware.watch(pid ?? null),
        onWarning: (warning) => emit({ type: 'notice', text: warning.message, at: clock.wall() }),
      });
      try {
        const measured = await this.#pair.measured;
        this.#take(measured);
        onnxRuntime = measured.ready.a.onnxRuntime;
      } catch (error) {
        this.#lost += 1;
        if (asDynoError(error).code !== 'WORKER_CRASHED' || this.#lost >= MOST_LOST_PAIRS) throw error;
      } finally {
        this.#pair = null;
      }
      this.#done += 1;
    }
    return machineKey({ ...environment, onnxRuntime }, plan.config);
  }

  #take(measured: MeasuredPair): void {
    const [a, b] = [metricsOf(measured, 'a'), metricsOf(measured, 'b')];
    for (const metric of CALIBRATED_METRICS) {
      const [left, right] = [a[metric] ?? null, b[metric] ?? null];
      if (left === null || right === null) continue;
      const known = this.#ratios.get(metric) ?? [];
      known.push(right / left);
      this.#ratios.set(metric, known);
    }
  }

  #tell(step: string, status: CalibrationProgress['status']): void {
    const wanted = this.#plans.length * this.#pairs;
    const progress = { id: this.id, step, done: this.#done, wanted, waitingFor: this.#waitingFor, status };
    this.#around.emit({ type: 'calibration-progress', progress });
  }
}

function metricsOf(
  { ready, slices }: MeasuredPair,
  side: Side,
): Readonly<Partial<Record<CalibratedMetric, number | null>>> {
  const samples = slices
    .filter((slice) => slice.side === side)
    .flatMap(({ latenciesMs }) => [...latenciesMs]);
  const summary = summarizeLatency(Float64Array.from(samples));
  const { phases, resources } = ready[side];
  return {
    p50: summary?.p50 ?? null,
    mean: summary?.mean ?? null,
    p90: summary?.p90 ?? null,
    p95: summary?.p95 ?? null,
    p99: summary?.p99 ?? null,
    load: phases.loadMs,
    'first-run': phases.firstRunMs,
    memory: resources?.afterFirstRunBytes ?? null,
  };
}

function stopped(): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'The calibration was stopped before it was over: nothing of it is kept.',
    subject: 'the calibration of this machine',
    nextStep: 'Start it again when the machine has a minute.',
  });
}
