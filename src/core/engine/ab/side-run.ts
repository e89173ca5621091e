import type { DynoError } from '../../../contract/errors.ts';
import type { Environment, HardwareSample } from '../../../contract/hardware.ts';
import type { ModelIdentity } from '../../../contract/model.ts';
import type { BenchPlan, Run, RunPhases, RunStatus } from '../../../contract/run.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { WorkerReady } from '../../../contract/worker-api.ts';
import { percentileOfSorted } from '../../analysis/summary.ts';
import type { CorePorts } from '../../ports.ts';
import type { RunChange, Store } from '../../store/store.ts';
import { summarizeHardware } from '../hardware-of-run.ts';
import { measuredInStore } from '../run-outcome.ts';
import type { Slice } from './measure-pair.ts';

export interface SideSurroundings {
  readonly store: Store;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
}

/** One side of a comparison as the run it is stored as: the samples of all its processes, one after the other. */
export class SideRun {
  readonly plan: BenchPlan;
  readonly #around: SideSurroundings;
  readonly #phases: RunPhases[] = [];
  readonly #hardware: HardwareSample[] = [];
  #run: Run;
  #beganAt: Milliseconds | null = null;
  #measuredMs = 0;

  constructor(around: SideSurroundings, plan: BenchPlan, run: Run) {
    this.#around = around;
    this.plan = plan;
    this.#run = run;
  }

  get run(): Run {
    return this.#run;
  }

  start(model: ModelIdentity, environment: Environment): void {
    this.#change({ status: 'running', startedAt: this.#around.clock.wall(), model, environment });
  }

  sample(sample: HardwareSample): void {
    this.#hardware.push(sample);
  }

  add(slices: readonly Slice[], ready: WorkerReady): void {
    const { store } = this.#around;
    for (const { startMs, endMs, latenciesMs } of slices) {
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
    store.putDetails(this.#run.id, { outputs: ready.outputs });
    const { environment } = this.#run;
    this.#change({ environment: environment && { ...environment, onnxRuntime: ready.onnxRuntime } });
  }

  end(status: RunStatus, error: DynoError | null): void {
    const { store, clock, log } = this.#around;
    this.#run = { ...this.#run, phases: this.#typicalPhases() };
    const { change, series } = measuredInStore(store, this.#run);
    if (series !== null) store.putSeries(series);
    try {
      store.appendHardware(this.#run.id, this.#hardware);
    } catch (thrown) {
      log.error(`The hardware of run ${this.#run.id} could not be stored`, thrown);
    }
    this.#change({
      ...change,
      status,
      endedAt: clock.wall(),
      phases: this.#run.phases,
      hardware: summarizeHardware(this.#hardware),
      error: error?.details() ?? null,
    });
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
