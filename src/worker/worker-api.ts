import { kernelNow } from '../child/kernel-clock.ts';
import type { WorkerApi, WorkerEvents } from '../contract/worker-api.ts';
import { describeRuntime } from './describe-runtime.ts';
import { describeInputFiles } from './input-files.ts';
import { measure } from './measure.ts';
import type { StopSwitch } from './measured-loop.ts';
import { readGraph } from './read-graph.ts';
import type { StartThread } from './scenario/session-bank.ts';
import { Slices } from './slices.ts';

/** What the host may ask of a worker. The switch outlives the job, so that an early stop is not lost. */
export function createWorkerApi(events: WorkerEvents, startThread: StartThread): WorkerApi {
  const stop: StopSwitch = { asked: false };
  const slices = new Slices(events, stop);
  return {
    prepare: (job) => slices.prepare(job),
    slice: (limits) => slices.slice(limits),
    measure: (job) => measure(job, events, stop, startThread),
    stop: async () => {
      stop.asked = true;
    },
    clock: async () => kernelNow(),
    describeRuntime,
    readGraph: async (modelPath, inputs) => readGraph(modelPath, inputs),
    describeInputFiles: async (files) => describeInputFiles(files),
  };
}
