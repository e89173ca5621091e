import { setImmediate } from 'node:timers/promises';
import type { NoiseFloor } from '../../contract/calibration.ts';
import { DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import { MOST_COMPARED, type SideBySideApi } from '../../contract/side-by-side.ts';
import { machineKey } from '../analysis/machine-key.ts';
import { sideBySide } from '../analysis/side-by-side/side-by-side.ts';
import type { Side } from '../analysis/side-by-side/verdict.ts';
import type { Store } from '../store/store.ts';

export interface SideBySideSources {
  readonly store: Pick<Store, 'getSeries' | 'getComparison'>;
  getRun(reference: string): Run;
  /** Of the median, where the run was made; null where that was never calibrated. */
  medianNoiseOf(run: Run): NoiseFloor | null;
}

/** Stored runs held against each other. */
export function sideBySideApi({ store, getRun, medianNoiseOf }: SideBySideSources): SideBySideApi {
  return {
    compareRuns: async (references) => {
      if (references.length < 2) throw tooFew(references.length);
      if (references.length > MOST_COMPARED) throw tooMany(references.length);
      const runs = references.map(getRun);
      const twice = runs.findIndex(({ id }, index) => runs.findIndex((run) => run.id === id) < index);
      if (twice >= 0) throw namedTwice(references[twice] as string, runs[twice] as Run);
      const sides: Side[] = [];
      for (const run of runs) {
        const { environment, config } = run;
        const machine = environment === null ? null : machineKey(environment, config);
        sides.push({
          run,
          series: store.getSeries(run.id),
          noise: { machine, floor: medianNoiseOf(run) },
        });
        await setImmediate();
      }
      return sideBySide(sides, (id) => store.getComparison(id));
    },
  };
}

function tooFew(count: number): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: count === 0 ? 'No run was named to compare.' : 'One run alone cannot be compared.',
    subject: 'compare',
    nextStep: 'Name two runs or more; the first is the reference.',
  });
}

function tooMany(count: number): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `${count} runs are too many to compare at once: ${MOST_COMPARED} at most.`,
    subject: 'compare',
    nextStep: 'Leave some out, or follow them through time with the history of the model.',
  });
}

function namedTwice(reference: string, run: Run): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `The run ${run.id} is named twice.`,
    subject: reference,
    nextStep: 'Name each run once.',
  });
}
