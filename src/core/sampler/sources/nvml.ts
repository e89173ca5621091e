import type { NvmlNative, NvmlSession } from '../../../../native/nvml.d.ts';
import { columnsOf, devicesOf } from './nvml/columns.ts';
import { NvmlReader } from './nvml/reader.ts';
import { refusal } from './nvml/refusal.ts';
import type { Absent, Opened, ThreadReader, ThreadSource } from './types.ts';

/** Cards renew what they tell every 20 to 100 ms: asking more often costs and tells nothing. */
const PERIOD_MS = 20;
const LOOK_MS = 20;

/** NVIDIA's cards by their driver's own library, in the native addon. */
export function createNvmlSource(): ThreadSource {
  /** Of a reader that was closed since a card was lost: opened anew, the driver would not even know its name. */
  let kept: NvmlSession | null = null;
  return {
    id: 'nvml',
    title: 'NVIDIA cards (NVML)',
    platforms: ['linux', 'win32'],
    placement: 'thread',
    periodMs: PERIOD_MS,
    missing(from) {
      const nvml = from.nvml();
      if ('absent' in nvml) return nvml;
      try {
        nvml.find();
        return null;
      } catch (error) {
        return refusalOf(error);
      }
    },
    async open(from) {
      const nvml = from.nvml();
      if ('absent' in nvml) return nvml;
      const session = kept ?? new nvml.Session();
      kept = null;
      try {
        return await openSession(nvml, session, (again) => (kept = again));
      } catch (error) {
        session.close();
        throw error;
      }
    },
  };
}

async function openSession(
  nvml: NvmlNative,
  session: NvmlSession,
  keep: (session: NvmlSession) => void,
): Promise<Opened<ThreadReader> | Absent> {
  // Opening takes seconds where the driver wakes its cards for it: this thread stays free to be ended.
  while (session.phase() === 'opening') await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const { phase, code, reason } = session.state();
  const cards = session.devices();
  if (phase === 'reading' && !cards.every(({ isLost }) => isLost)) {
    return {
      devices: devicesOf(cards),
      channels: columnsOf(nvml, cards).channels,
      reader: new NvmlReader(nvml, session, cards, keep),
    };
  }
  const problem = session.describe()?.problems[0];
  session.close();
  if (phase !== 'reading') return refusal(code, reason);
  const [lost] = cards;
  if (lost !== undefined) return refusal('NVML_GPU_IS_LOST', `${lost.name} has fallen off the bus.`);
  return refusal('NVML_NO_CARDS', problem ?? 'NVIDIA’s driver is here, but it knows of no card.');
}

function refusalOf(error: unknown): Absent {
  if (!(error instanceof Error)) return refusal('', String(error));
  return refusal('code' in error && typeof error.code === 'string' ? error.code : '', error.message);
}
