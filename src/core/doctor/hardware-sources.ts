import { setTimeout as delay } from 'node:timers/promises';
import type { DoctorCheck } from '../../contract/hardware.ts';
import {
  LOOKED_FOR,
  type HardwareCatalog,
  type HardwareSourceReport,
} from '../../contract/hardware-channels.ts';
import { formatDuration } from '../../contract/units.ts';

/** Drivers that have to be woken take a second or two. */
const SETTLED_WITHIN_MS = 4000;
const LOOK_EVERY_MS = 50;

/** A line for each source of hardware figures: whether it reads here, or why it does not. */
export function sourceChecks(sources: readonly HardwareSourceReport[] | null): readonly DoctorCheck[] {
  if (sources === null) {
    return [
      {
        id: 'hardware-sources',
        title: 'Hardware sources',
        state: 'warning',
        detail: 'The sampler did not say what it can read.',
        nextStep: 'Run it again; what the sampler’s process printed stands above.',
      },
    ];
  }
  return sources.map(({ id, title, state, reason, nextStep, periodMs }) => {
    const base = { id: `source-${id}`, title: `Source ${id}` };
    return state === 'reading'
      ? { ...base, state: 'ok', detail: `${title}, every ${formatDuration(periodMs)}`, nextStep: '' }
      : {
          ...base,
          state: state === 'absent' ? 'missing' : 'warning',
          detail: reason === '' ? `${title} does not read.` : reason,
          nextStep: nextStep === '' && state !== 'absent' ? 'It is tried again every minute.' : nextStep,
        };
  });
}

/** What the sampler's sources say of themselves, as soon as each has found out; null where it says nothing in time. */
export async function askSources(hardware: {
  want(): () => void;
  readonly catalog: HardwareCatalog | null;
}): Promise<readonly HardwareSourceReport[] | null> {
  const release = hardware.want();
  try {
    for (let waitedMs = 0; waitedMs < SETTLED_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
      const sources = hardware.catalog?.sources;
      if (sources?.every(({ reason }) => reason !== LOOKED_FOR) === true) return sources;
      await delay(LOOK_EVERY_MS);
    }
    return hardware.catalog?.sources ?? null;
  } finally {
    release();
  }
}
