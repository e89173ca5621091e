import type { WorkerEvents, WorkerJob } from '../contract/worker-api.ts';
import type { StopSwitch } from './measured-loop.ts';
import { PhaseLog } from './phase-log.ts';
import { ResourceLog } from './resource-log.ts';

/** One job on its way through the worker: what is asked, whom to tell, and what was learnt so far. */
export interface Task {
  readonly job: WorkerJob;
  readonly events: WorkerEvents;
  readonly stop: StopSwitch;
  readonly phases: PhaseLog;
  readonly resources: ResourceLog;
}

export function createTask(job: WorkerJob, events: WorkerEvents, stop: StopSwitch): Task {
  return { job, events, stop, phases: new PhaseLog(events), resources: new ResourceLog() };
}
