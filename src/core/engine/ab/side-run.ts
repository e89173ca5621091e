import type { DynoError } from '../../../contract/errors.ts';
import type { Environment, HardwareSample } from '../../../contract/hardware.ts';
import type { ModelIdentity } from '../../../contract/model.ts';
import type { BenchPlan, Run, RunPhases, RunStatus } from '../../../contract/run.ts';
import type { OutputSummary } from '../../../contract/outputs.ts';
import type { Trust } from '../../../contract/trust.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { WorkerReady } from '../../../contract/worker-api.ts';
import { percentileOfSorted } from '../../analysis/summary.ts';
import type { RunRecording } from '../../monitor/run-recording.ts';
import type { CorePorts } from '../../ports.ts';
import type { RunChange, Store } from '../../store/store.ts';
import { FitnessWatch } from '../fitness/fitness-watch.ts';
import { summarizeHardware } from '../hardware-of-run.ts';
import { measuredInStore } from '../run-outcome.ts';
import type { Slice } from './measure-pair.ts';

export interface SideSurroundings {
  readonly store: Store;
  readonly clock: CorePorts['clock'];
  readonly hardware: { record(runId: string, accepts: (atMs: Milliseconds) => boolean): RunRecording };
}

/** One side of a comparison as the run it is stored as: the samples of all its processes, one after the other. */
export class SideRun {
  readonly plan: BenchPlan;
  readonly #around: SideSurroundings;
  readonly #phases: RunPhases[] = [];
  readonly #hardware: HardwareSample[] = [];
  readonly #fitness: FitnessWatch;
  #recording: RunRecording | null = null;
  /** When this side's worker was at work; the last one's end is not known while it goes on. */
  readonly #turns: { readonly fromMs: Milliseconds; toMs: Milliseconds }[] = [];
  #run: Run;
  #outputs: readonly OutputSummary[] | null = null;
  #beganAt: Milliseconds | null = null;
  #measuredMs = 0;

  constructor(around: SideSurroundings, plan: BenchPlan, run: Run) {
    this.#around = around;
    this.plan = plan;
    this.#run = run;
    this.#fitness = new FitnessWatch(around.clock);
  }

  get run(): Run {
    return this.#run;
  }

  start(model: ModelIdentity, environment: Environment): void {
    this.#fitness.begin();
    // Workers come and go and take turns: the machine is looked at over the whole comparison.
    this.#fitness.startMeasuring(null);
    this.#recording = this.#around.hardware.record(this.#run.id, (atMs) =>
      this.#turns.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs),
    );
    this.#change({ status: 'running', startedAt: this.#around.clock.wall(), model, environment });
  }

  /** Its turn begins or ends: the hardware in between is its own. */
  attend(isAttended: boolean): void {
    const now = this.#around.clock.monotonic();
    const last = this.#turns.at(-1);
    if (last?.toMs === Number.POSITIVE_INFINITY) last.toMs = now;
    if (isAttended) this.#turns.push({ fromMs: now, toMs: Number.POSITIVE_INFINITY });
  }

  sample(sample: HardwareSample): void {
    this.#hardware.push(sample);
    this.#fitness.add(sample);
  }

  add(slices: readonly Slice[], ready: WorkerReady): void {
    const { store } = this.#around;
    for (const { startMs, endMs, latenciesMs } of slices) {
      if (this.#beganAt === null) this.#recording?.measuringBegan(startMs, null);
      this.#beganAt ??= startMs;
      store.appendSamples(this.#run.id, {
        startMs: startMs - this.#beganAt,
        endMs: endMs - this.#beganAt,
        latenciesMs,
      });
      this.#measuredMs = endMs - this.#beganAt;
    }
    this.#phases.push(ready.phases);
    if (this.#phases.length > 1) return;
    this.#outputs = ready.outputs;
    store.putDetails(this.#run.id, { outputs: ready.outputs });
    const { environment } = this.#run;
    this.#change({ environment: environment && { ...environment, onnxRuntime: ready.onnxRuntime } });
  }

  end(status: RunStatus, error: DynoError | null): void {
    const { store, clock } = this.#around;
    this.#recording?.cut();
    this.#run = { ...this.#run, phases: this.#typicalPhases() };
    const { change, series } = measuredInStore(store, this.#run);
    if (series !== null) store.putSeries(series);
    const trust = this.#judge(change);
    store.putDetails(this.#run.id, { trust });
    this.#change({
      ...change,
      status,
      endedAt: clock.wall(),
      phases: this.#run.phases,
      hardware: summarizeHardware(this.#hardware),
      ...(trust && { trust: { verdict: trust.verdict, sentence: trust.sentence } }),
      error: error?.details() ?? null,
    });
  }

  /** Processes differ: one series of several is no evidence of drift, of two speeds, or of how much its samples repeat. */
  #judge(change: RunChange): Trust | null {
    const run = { ...this.#run, ...change };
    if (run.latencyMs === null) return null;
    const latencyMs = { ...run.latencyMs, effectiveSize: null };
    return this.#fitness.judge({ ...run, latencyMs, signals: null }, this.#outputs);
  }

  /** Of its processes the middle one; what it measured, from the first slice to the last. */
  #typicalPhases(): RunPhases {
    const middle = (of: (phases: RunPhases) => Milliseconds | null): Milliseconds | null => {
      const known = this.#phases.map(of).filter((value) => value !== null);
      return known.length === 0 ? null : percentileOfSorted(Float64Array.from(known).sort(), 0.5);
    };
    return {
      loadMs: middle(({ loadMs }) => loadMs),
      firstRunMs: middle(({ firstRunMs }) => firstRunMs),
      warmupMs: middle(({ warmupMs }) => warmupMs),
      measuredMs: this.#beganAt === null ? null : this.#measuredMs,
    };
  }

  #change(change: RunChange): void {
    this.#run = { ...this.#run, ...change };
    this.#around.store.updateRun(this.#run.id, change);
  }
}
