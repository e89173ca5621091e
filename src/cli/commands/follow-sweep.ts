import type { CoreEvent } from '../../contract/api.ts';
import type { RunProgress } from '../../contract/run.ts';
import type { Sweep } from '../../contract/sweep.ts';
import type { Core } from '../../core/index.ts';

/** A sweep as it is, and how far the run is that it measures now. */
export interface SweepStep {
  readonly sweep: Sweep;
  readonly run: RunProgress | null;
}

/** Follows a sweep to its end, however it ends; a wish to stop keeps what was measured. */
export async function followSweep(
  core: Core,
  begin: () => Promise<Sweep>,
  stopAsked: Promise<unknown>,
  onStep: (step: SweepStep) => void,
): Promise<Sweep> {
  const heard: CoreEvent[] = [];
  let hear = (event: CoreEvent): void => void heard.push(event);
  const unsubscribe = core.subscribe((event) => hear(event));
  try {
    const begun = await begin();
    return await new Promise<Sweep>((resolve, reject) => {
      let sweep = begun;
      hear = (event) => {
        if (event.type === 'run-progress' && sweep.cells.some(({ runId }) => runId === event.progress.runId))
          onStep({ sweep, run: event.progress });
        if (event.type !== 'sweep-progress' || event.sweep.id !== begun.id) return;
        sweep = event.sweep;
        onStep({ sweep, run: null });
        if (sweep.status !== 'queued' && sweep.status !== 'running') resolve(sweep);
      };
      heard.forEach(hear);
      stopAsked.then(() => core.api.stopSweep(begun.id)).catch(reject);
    });
  } finally {
    unsubscribe();
  }
}
