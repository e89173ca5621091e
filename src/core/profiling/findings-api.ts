import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ModelInfo } from '../../contract/model.ts';
import type { ProfileApi } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import { findingSteps, METRICS_LOOKED_AT } from '../analysis/findings/index.ts';
import type { HardwareSeen } from '../analysis/hardware-marks.ts';
import { hardwareKey } from '../analysis/machine-key.ts';
import { readRecording } from '../monitor/read-recording.ts';
import type { Store } from '../store/store.ts';

export interface FindingSurroundings {
  readonly store: Store;
  readonly profiles: Pick<ProfileApi, 'getProfile' | 'getModelGraph'>;
  readonly models: { inspect(ref: Run['model']['ref']): Promise<Pick<ModelInfo, 'hasBatch'>> };
  getRun(reference: string): Run;
  flushRecordings(): void;
}

/** Reads a profile beside all that the store knows of the run; what cannot be had is left out. */
export function findingsApi(around: FindingSurroundings): ProfileApi['getFindings'] {
  const { store, profiles, models, getRun } = around;
  return async (reference) => {
    const run = getRun(reference);
    const profile = await profiles.getProfile(run.id);
    if (profile === null) return null;
    const { environment } = run;
    const steps = findingSteps(profile, {
      run,
      probe: environment === null ? null : store.probeOf(hardwareKey(environment)),
      graph: await profiles.getModelGraph(run.id).catch(() => null),
      hardware: await hardwareOf(run, around),
      hasFreeBatch: await models.inspect(run.model.ref).then(
        ({ hasBatch }) => hasBatch,
        () => null,
      ),
    });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await nextTurn();
    }
  };
}

async function hardwareOf(
  run: Run,
  { store, flushRecordings }: FindingSurroundings,
): Promise<HardwareSeen | null> {
  flushRecordings();
  const recording = store.recordingOfRun(run.id);
  if (recording === null) return null;
  const channels = recording.channels.filter(({ metric }) => METRICS_LOOKED_AT.includes(metric));
  const series = await readRecording(store, recording, { channels: channels.map(({ id }) => id) });
  return { devices: recording.devices, channels, series };
}
