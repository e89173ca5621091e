import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import { drmCards, isAsleep, numberIn, sameCards, sensorFolder, type DrmCard } from '../drm-cards.ts';
import { amdGauges, type Gauge } from './amdgpu/gauges.ts';
import type { Freshness, MachineFiles, SourceChannel, ThreadReader, ThreadSource } from './types.ts';

const DRIVERS = ['amdgpu'];

/** AMD's cards by the files of their kernel driver: cheap, and there without any of AMD's own programs. */
export const amdgpuSource: ThreadSource = {
  id: 'amdgpu',
  title: 'AMD cards (amdgpu, sysfs)',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 100,
  missing: ({ files }) => (drmCards(files, DRIVERS).length === 0 ? NO_CARD : null),
  open({ files }) {
    const cards = drmCards(files, DRIVERS);
    if (cards.length === 0) return NO_CARD;
    const gauges = cards.map((card) => amdGauges(files, card.folder, sensorFolder(files, card)));
    if (gauges.every((of) => of.length === 0)) {
      return {
        absent: 'The driver amdgpu is loaded, and none of its files can be read here.',
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
      reader: new AmdReader(files, cards, gauges),
    };
  },
};

const NO_CARD = {
  absent: 'No card runs on the kernel’s driver amdgpu.',
  nextStep: 'For an AMD card, load the driver (modprobe amdgpu), and look at dmesg.',
};

function deviceId({ address }: DrmCard): string {
  return `gpu:${address}`;
}

function device(files: MachineFiles, card: DrmCard): HardwareDevice {
  const named = files.read(`${card.folder}/product_name`)?.trim();
  const total = numberIn(files.read(`${card.folder}/mem_info_vram_total`));
  return {
    id: deviceId(card),
    kind: 'gpu',
    name: named ? (/amd|radeon/i.test(named) ? named : `AMD ${named}`) : `AMD GPU ${card.pciId}`.trim(),
    totalBytes: total > 0 ? total : null,
    partOf: null,
  };
}

class AmdReader implements ThreadReader {
  readonly #files: MachineFiles;
  readonly #cards: readonly DrmCard[];
  readonly #gauges: readonly (readonly Gauge[])[];

  constructor(files: MachineFiles, cards: readonly DrmCard[], gauges: readonly (readonly Gauge[])[]) {
    this.#files = files;
    this.#cards = cards;
    this.#gauges = gauges;
  }

  read(out: Float64Array, offset: number): Freshness {
    let column = offset;
    this.#cards.forEach((card, index) => {
      const asleep = isAsleep(this.#files, card);
      for (const gauge of this.#gauges[index] ?? []) {
        out[column] = asleep ? Number.NaN : gauge.read();
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
