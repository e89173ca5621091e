import type { AbProgress, AbRequest, AbWithRuns } from '../../contract/ab.ts';
import type { CoreEvent } from '../../contract/api.ts';
import type { Core } from '../../core/index.ts';

/** Makes a comparison to its end, however it ends; a wish to stop keeps the pairs that were measured. */
export async function followAb(
  core: Core,
  request: AbRequest,
  stopAsked: Promise<unknown>,
  onProgress: (progress: AbProgress) => void,
): Promise<AbWithRuns> {
  const heard: CoreEvent[] = [];
  let hear = (event: CoreEvent): void => void heard.push(event);
  const unsubscribe = core.subscribe((event) => hear(event));
  try {
    const { id } = await core.api.startAb(request);
    return await new Promise<AbWithRuns>((resolve, reject) => {
      const look = async (): Promise<void> => {
        const result = await core.api.getAb(id);
        const { status } = result.comparison;
        if (status !== 'queued' && status !== 'running') resolve(result);
      };
      hear = (event) => {
        if (event.type !== 'ab-progress' || event.progress.comparisonId !== id) return;
        onProgress(event.progress);
        look().catch(reject);
      };
      // What came before its number was known here.
      heard.forEach(hear);
      look().catch(reject);
      // One that ended just then cannot be stopped any more, and that is well.
      stopAsked
        .then(() => core.api.stopAb(id))
        .catch((error: unknown) => look().then(() => reject(error), reject));
    });
  } finally {
    unsubscribe();
  }
}
