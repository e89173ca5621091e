import { DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import type { Store } from '../store/store.ts';
import { measuringBeganAt } from './hardware-of-run.ts';
import { measuredInStore } from './run-outcome.ts';

/** Ends the runs whose program died, with what they had flushed. */
export function markOrphans(store: Store): readonly Run[] {
  const orphans = store.orphans();
  for (const run of orphans) {
    const { change, series } = measuredInStore(store, run);
    if (series !== null) store.putSeries(series);
    const measuredMs = store.readSamples(run.id).endsMs.at(-1) ?? null;
    store.updateRun(run.id, {
      ...change,
      status: 'crashed',
      phases: { ...run.phases, measuredMs },
      endedAt: measuringBeganAt(run) + (measuredMs ?? 0),
      error: hostDied(run).details(),
    });
  }
  return orphans;
}

function hostDied(run: Run): DynoError {
  return new DynoError({
    code: 'WORKER_CRASHED',
    message:
      run.status === 'queued'
        ? 'The program that had queued this run ended before its turn came.'
        : 'The program that measured this run ended in the middle of it.',
    subject: run.model.name,
    nextStep: 'Run it again; what was measured before is kept.',
  });
}
