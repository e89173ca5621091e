import type { HardwareDevice, HardwareMetric } from '../../../../contract/hardware-channels.ts';
import type { NvmlDevice, NvmlField, NvmlNative } from '../../../../../native/nvml.d.ts';
import type { SourceChannel } from '../types.ts';

/** Says when a field was last read; it is fresh where this has moved. */
type Stamp = 'fastAtMs' | 'energyAtMs' | 'slowAtMs' | 'pcieAtMs' | 'gpmAtMs';

interface Kind {
  readonly metric: HardwareMetric;
  readonly detail?: string;
  /** The first that this card has. */
  readonly fields: readonly NvmlField[];
  readonly stamp: Stamp;
  /** A card renews it more seldom than it can be asked: the same figure to the last digit is the same reading. */
  readonly isExact?: true;
  /** Percent of memory's total, which stands in a field of its own. */
  readonly isShareOfMemory?: true;
}

const KINDS: readonly Kind[] = [
  { metric: 'gpu.use', fields: ['gpuPercent'], stamp: 'fastAtMs' },
  { metric: 'gpu.memory-use', fields: ['memoryUsedBytes'], stamp: 'fastAtMs', isShareOfMemory: true },
  { metric: 'gpu.memory-used', fields: ['memoryUsedBytes'], stamp: 'fastAtMs' },
  { metric: 'gpu.memory-busy', fields: ['memoryBusyPercent'], stamp: 'fastAtMs' },
  { metric: 'gpu.clock', fields: ['graphicsClockMegahertz'], stamp: 'fastAtMs' },
  { metric: 'gpu.sm-clock', fields: ['smClockMegahertz'], stamp: 'fastAtMs' },
  { metric: 'gpu.memory-clock', fields: ['memoryClockMegahertz'], stamp: 'fastAtMs' },
  { metric: 'gpu.temperature', fields: ['temperatureCelsius'], stamp: 'fastAtMs' },
  { metric: 'gpu.memory-temperature', fields: ['memoryTemperatureCelsius'], stamp: 'fastAtMs' },
  // What a card draws this moment lies right on a run's time axis; many others tell a mean of the last second alone.
  { metric: 'gpu.power', fields: ['powerInstantWatts', 'powerWatts'], stamp: 'fastAtMs', isExact: true },
  { metric: 'gpu.power-limit', fields: ['powerLimitWatts'], stamp: 'slowAtMs' },
  { metric: 'gpu.energy', fields: ['energyJoules'], stamp: 'energyAtMs', isExact: true },
  { metric: 'gpu.fan', fields: ['fanPercent'], stamp: 'slowAtMs' },
  { metric: 'gpu.pcie-received', fields: ['pcieReceivedBytesPerSecond'], stamp: 'pcieAtMs' },
  { metric: 'gpu.pcie-sent', fields: ['pcieSentBytesPerSecond'], stamp: 'pcieAtMs' },
  { metric: 'gpu.pcie-generation', fields: ['pcieGeneration'], stamp: 'slowAtMs' },
  { metric: 'gpu.pcie-width', fields: ['pcieWidth'], stamp: 'slowAtMs' },
  { metric: 'gpu.throttle', fields: ['throttleReasons'], stamp: 'fastAtMs' },
  { metric: 'gpu.encoder', fields: ['encoderPercent'], stamp: 'slowAtMs' },
  { metric: 'gpu.decoder', fields: ['decoderPercent'], stamp: 'slowAtMs' },
  { metric: 'gpu.sm-active', fields: ['smActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.sm-occupancy', fields: ['smOccupancyPercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.tensor-active', fields: ['tensorActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.dram-active', fields: ['dramActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.fp16-active', fields: ['fp16ActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.fp32-active', fields: ['fp32ActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.fp64-active', fields: ['fp64ActivePercent'], stamp: 'gpmAtMs' },
  { metric: 'gpu.ecc-errors', fields: ['eccUncorrected'], stamp: 'slowAtMs' },
];

/** One channel, as places in the readings of all devices one after the other. */
export interface Column {
  readonly value: number;
  readonly stamp: number;
  /** What the value is a share of; -1 where it stands for itself. */
  readonly of: number;
  readonly isExact: boolean;
}

export interface Columns {
  readonly channels: readonly SourceChannel[];
  readonly columns: readonly Column[];
}

export const deviceId = (uuid: string): string => `gpu:${uuid}`;

/** What a card does not have gets no channel; what it may have again gets one. */
export function columnsOf(nvml: NvmlNative, cards: readonly NvmlDevice[]): Columns {
  const channels: SourceChannel[] = [];
  const columns: Column[] = [];
  for (const [place, card] of cards.entries()) {
    const slot = (field: NvmlField): number => place * nvml.fields.length + nvml.fields.indexOf(field);
    for (const { metric, detail = '', fields, stamp, isExact, isShareOfMemory } of KINDS) {
      const field = fields.find((one) => card.refused[one] === undefined);
      if (field === undefined) continue;
      channels.push({ device: deviceId(card.uuid), metric, detail });
      columns.push({
        value: slot(field),
        stamp: slot(stamp),
        of: isShareOfMemory ? slot('memoryTotalBytes') : -1,
        isExact: isExact ?? false,
      });
    }
  }
  return { channels, columns };
}

export function devicesOf(cards: readonly NvmlDevice[]): HardwareDevice[] {
  return cards.map(({ uuid, name, memoryBytes, parent, isLost }) => ({
    id: deviceId(uuid),
    kind: 'gpu',
    name: isLost ? `${name} (lost)` : name,
    totalBytes: memoryBytes,
    partOf: parent === null ? null : deviceId(parent),
  }));
}
