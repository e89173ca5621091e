import type { Executor } from '../executor.ts';

/** Each job says which of the two it means. */
export function chooseExecutor(real: Executor, fake: Executor): Executor {
  return {
    start: (job, events) => (job.executor === null ? real : fake).start(job, events),
    open: (job, events) => (job.executor === null ? real : fake).open(job, events),
  };
}
