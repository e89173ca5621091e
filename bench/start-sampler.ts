import { join } from 'node:path';
import type { ProcessTable, SamplerHealth } from '../src/contract/hardware-channels.ts';
import type { SamplerApi, SamplerEvents } from '../src/contract/sampler-api.ts';
import { launchChild } from '../src/cli/host/child-process.ts';
import type { Child } from '../src/core/ports.ts';

const BUILT = join(import.meta.dirname, '..', 'out', 'main', 'sampler.js');

export interface Heard {
  health: SamplerHealth | null;
  table: ProcessTable | null;
  firstFrameMs: number | null;
}

/** At a rate, with everything on. */
export async function startSampler(
  hertz: number,
  watched: number,
): Promise<{ readonly sampler: Child<SamplerApi, SamplerEvents>; readonly heard: Heard }> {
  const heard: Heard = { health: null, table: null, firstFrameMs: null };
  const began = performance.now();
  const sampler = launchChild<SamplerApi, SamplerEvents>(
    { title: 'the sampler', file: BUILT },
    {
      onCatalog: () => undefined,
      onFrames: () => (heard.firstFrameMs ??= performance.now() - began),
      onProcesses: (table) => (heard.table = table),
      onHealth: (health) => (heard.health = health),
    },
  );
  const { remote } = sampler.connection;
  await remote.ownProcesses([process.pid]);
  await remote.watch(watched);
  await remote.followProcesses(true);
  await remote.start(hertz);
  return { sampler, heard };
}
