import { asDynoError } from '../../contract/errors.ts';
import type { CorePorts } from '../ports.ts';
import { measureAlignment } from './clock-alignment.ts';
import type { Execution, Executor, Outcome, SlicedExecution } from './executor.ts';
import { workerCrashed } from './worker-death.ts';

/** Measures in a fresh process each time. */
export function workerExecutor({
  launchWorker,
  log,
  clock,
}: Pick<CorePorts, 'launchWorker' | 'log' | 'clock'>): Executor {
  return {
    start(job, events): Execution {
      const child = launchWorker(events);
      const { remote } = child.connection;
      const died = child.exited.then((exit): Outcome => ({ kind: 'died', exit }));
      const alignment = measureAlignment(() => remote.clock(), clock.monotonic);
      // Only then: nothing may be asked of a worker that measures.
      const measured = alignment.then(() => remote.measure(job));
      const answered = measured.then(
        (result): Outcome => ({ kind: 'result', result }),
        (thrown: unknown): Outcome | Promise<Outcome> => {
          const error = asDynoError(thrown, 'the worker');
          return error.code === 'CONNECTION_LOST' ? died : { kind: 'refused', error };
        },
      );
      const outcome = Promise.race([answered, died]).then(async (first) => {
        // Its session is released and its answer is here: nothing is lost, and the next run has the machine alone.
        child.kill();
        await child.exited;
        return first;
      });
      return {
        get pid() {
          return child.pid;
        },
        alignment,
        outcome,
        stop: () => {
          remote
            .stop()
            .catch((error: unknown) => log.debug(`The worker ended before it could stop: ${String(error)}`));
        },
        kill: () => child.kill(),
      };
    },
    open(job, events): SlicedExecution {
      const child = launchWorker(events);
      const { remote } = child.connection;
      // A dead worker's calls are rejected as a lost connection: how it died says more.
      const orCrashed = <T>(answer: Promise<T>): Promise<T> =>
        answer.catch(async (thrown: unknown): Promise<never> => {
          const error = asDynoError(thrown, 'the worker');
          throw error.code === 'CONNECTION_LOST' ? workerCrashed(await child.exited, 'the model') : error;
        });
      return {
        get pid() {
          return child.pid;
        },
        ready: orCrashed(remote.prepare(job)),
        slice: (limits) => orCrashed(remote.slice(limits)),
        async end() {
          child.kill();
          await child.exited;
        },
      };
    },
  };
}
