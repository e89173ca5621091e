import type { Core } from '../../core/index.ts';
import type { CorePorts } from '../../core/ports.ts';

/** The whole engine for the time of one section. */
export async function withCore<T>(ports: CorePorts, work: (core: Core) => Promise<T>): Promise<T> {
  const { createCore } = await import('../../core/index.ts');
  const core = await createCore(ports);
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}
