import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import { drmCards, isAsleep, numberIn, sameCards, sensorFolder, type DrmCard } from '../drm-cards.ts';
import { intelGauges, type IntelGauge } from './intel-gpu/gauges.ts';
import type { Freshness, MachineFiles, SourceChannel, ThreadReader, ThreadSource } from './types.ts';

const DRIVERS = ['i915', 'xe'];
/** Intel's integrated graphics has sat at this place on the bus since there is PCI. */
const INTEGRATED = '0000:00:02.0';

export const intelGpuSource: ThreadSource = {
  id: 'intel-gpu',
  title: 'Intel graphics (i915, xe, sysfs)',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 100,
  missing: ({ files }) => (drmCards(files, DRIVERS).length === 0 ? NO_CARD : null),
  open({ files }) {
    const cards = drmCards(files, DRIVERS);
    if (cards.length === 0) return NO_CARD;
    const gauges = cards.map((card) => intelGauges(files, card, sensorFolder(files, card)));
    if (gauges.every((of) => of.length === 0)) {
      return {
        absent: 'Intel’s driver is loaded, and none of its files can be read here.',
        nextStep: 'In a container, hand /sys in readably.',
      };
    }
    return {
      devices: cards.map((card) => device(files, card)),
      channels: cards.flatMap((card, index) =>
        (gauges[index] ?? []).map(({ metric }): SourceChannel => ({
          device: deviceId(card),
          metric,
          detail: '',
        })),
      ),
      reader: new IntelReader(files, cards, gauges),
    };
  },
};

const NO_CARD = {
  absent: 'No graphics runs on the kernel’s drivers i915 or xe.',
  nextStep: 'For Intel graphics, load its driver (modprobe i915 or xe), and look at dmesg.',
};

function deviceId({ address }: DrmCard): string {
  return `gpu:${address}`;
}

function device(files: MachineFiles, card: DrmCard): HardwareDevice {
  const local = numberIn(files.read(`/sys/class/drm/${card.name}/lmem_total_bytes`));
  const kind = card.address === INTEGRATED ? 'integrated' : 'discrete';
  return {
    id: deviceId(card),
    kind: 'gpu',
    name: `Intel graphics ${card.pciId}, ${kind}`,
    totalBytes: local > 0 ? local : null,
    partOf: null,
  };
}

class IntelReader implements ThreadReader {
  readonly #files: MachineFiles;
  readonly #cards: readonly DrmCard[];
  readonly #gauges: readonly (readonly IntelGauge[])[];
  readonly #slept = new Set<DrmCard>();

  constructor(files: MachineFiles, cards: readonly DrmCard[], gauges: readonly (readonly IntelGauge[])[]) {
    this.#files = files;
    this.#cards = cards;
    this.#gauges = gauges;
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    let column = offset;
    this.#cards.forEach((card, index) => {
      const asleep = isAsleep(this.#files, card);
      // Its counts before it slept are too old to make a rate of.
      const passed = this.#slept.delete(card) ? Number.NaN : passedMs;
      if (asleep) this.#slept.add(card);
      for (const gauge of this.#gauges[index] ?? []) {
        out[column] = asleep ? Number.NaN : gauge.read(passed);
        column += 1;
      }
    });
    return 'fresh';
  }

  isOutdated(): boolean {
    return !sameCards(this.#cards, drmCards(this.#files, DRIVERS));
  }

  close(): void {}
}
