import { DynoError } from '../contract/errors.ts';
import type { SliceLimits, WorkerEvents, WorkerJob, WorkerReady } from '../contract/worker-api.ts';
import { guarded, loadModel, makeReady, type LoadedModel } from './loaded-model.ts';
import { runLoop, type StopSwitch } from './measured-loop.ts';
import { SampleLog } from './sample-log.ts';
import { createTask } from './task.ts';

/** A worker that is loaded and warm, and measures when it is told: one side of a pair. */
export class Slices {
  readonly #events: WorkerEvents;
  readonly #stop: StopSwitch;
  #ready: { readonly job: WorkerJob; readonly model: LoadedModel } | null = null;

  constructor(events: WorkerEvents, stop: StopSwitch) {
    this.#events = events;
    this.#stop = stop;
  }

  async prepare(job: WorkerJob): Promise<WorkerReady> {
    const task = createTask(job, this.#events, this.#stop);
    const loaded = await loadModel(task);
    if (loaded.session === null) throw stopped();
    const ready = await guarded(job, () => makeReady(loaded, task));
    if (ready === null) throw stopped();
    this.#ready = { job, model: loaded };
    return {
      phases: task.phases.phases,
      signals: { warmup: ready.warmup },
      resources: task.resources.resources,
      outputs: ready.outputs,
      onnxRuntime: loaded.runtime.env.versions.node ?? 'unknown',
    };
  }

  async slice(limits: SliceLimits): Promise<Float64Array> {
    if (this.#ready === null) throw new Error('A slice was asked for before the model was prepared.');
    const { job, model } = this.#ready;
    const log = new SampleLog();
    const watch = { stop: this.#stop, handOver: () => undefined };
    await guarded(job, () => runLoop(model, log, limits, watch));
    return log.all().latenciesMs;
  }
}

function stopped(): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'It was stopped before it was ready to measure.',
    subject: 'the worker',
    nextStep: 'Start it again.',
  });
}
