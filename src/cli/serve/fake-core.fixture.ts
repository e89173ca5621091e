import type { CoreEvent, DynoApi } from '../../contract/api.ts';
import type { OutsideMetric } from '../../contract/hardware-api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { RunSeries } from '../../contract/run.ts';

/** A core of canned answers: enough to carry typed arrays, failures and endless calls over a real socket. */
export function createFakeCore() {
  const listeners = new Set<(event: CoreEvent) => void>();
  const series: RunSeries = {
    runId: 'r1',
    sampleCount: 3,
    atSeconds: Float64Array.of(0, 0.5, 1),
    latencyMs: Float64Array.of(1.25, -0, Number.NaN),
    quantileLevels: Float64Array.of(0, 1),
    quantilesMs: Float64Array.of(1, 2),
  };
  const outside: OutsideMetric[] = [];
  const answers: Partial<DynoApi> = {
    getSeries: () => Promise.resolve(series),
    getHardware: () => Promise.resolve(null),
    stopRun: () => Promise.resolve(),
    listRuns: () => Promise.resolve([]),
    recordOutside: (metrics) => {
      outside.push(...metrics);
      return Promise.resolve();
    },
    pickModelFile: () => Promise.resolve(null),
    // Never answered: what a page waits for when the engine hangs.
    doctor: () => new Promise(() => undefined),
    getRun: (id) =>
      Promise.reject(
        new DynoError({
          code: 'RUN_NOT_FOUND',
          message: `There is no run ${id}.`,
          subject: id,
          nextStep: 'See dyno runs.',
        }),
      ),
  };
  return {
    api: answers as DynoApi,
    series,
    outside,
    subscribe(listener: (event: CoreEvent) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(event: CoreEvent) {
      for (const listener of listeners) listener(event);
    },
    listeners,
  };
}
