import { asDynoError, DynoError } from '../../contract/errors.ts';
import type { NativeDescription, ProberApi } from '../../contract/prober-api.ts';
import type { CorePorts } from '../../core/ports.ts';

/** Asks a prober of its own; its death is told in words. */
export async function askProber<T>(
  ports: Pick<CorePorts, 'launchProber'>,
  ask: (prober: ProberApi) => Promise<T>,
  onStep: (step: string) => void = () => undefined,
): Promise<T> {
  let at = 'its start';
  const child = ports.launchProber({
    onStep: (step) => {
      at = step;
      onStep(step);
    },
  });
  try {
    return await ask(child.connection.remote as unknown as ProberApi);
  } catch (thrown) {
    const error = asDynoError(thrown, 'the prober');
    if (error.code !== 'CONNECTION_LOST') throw error;
    const { code, signal, lastWords } = await child.exited;
    throw new DynoError({
      code: 'WORKER_CRASHED',
      message:
        `The prober ended (${signal ?? `code ${code}`}) at: ${at}. ${lastWords.split('\n').at(-1) ?? ''}`.trim(),
      subject: at,
      nextStep: 'Look at the driver’s log, and report this.',
    });
  } finally {
    child.kill();
  }
}

export function describeNative(ports: Pick<CorePorts, 'launchProber'>): Promise<NativeDescription> {
  return askProber(ports, (prober) => prober.describe());
}
