import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import type { CsvRow } from './csv.ts';
import { METERS } from './meters.ts';
import { parseQuantity } from './quantity.ts';

/** One card, or one MIG part of it, as nvidia-smi told it; what it did not tell is not in `values`. */
export interface NvidiaCard {
  readonly uuid: string | null;
  readonly busId: string | null;
  readonly index: number | null;
  readonly name: string;
  readonly driver: string | null;
  readonly memoryBytes: number | null;
  readonly values: ReadonlyMap<HardwareMetric, number>;
}

const UUID = /^(GPU|MIG)-[\w-]{1,80}$/i;
const BUS = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.\d$/i;

export function cardOfRow(row: CsvRow): NvidiaCard {
  const cell = (...names: readonly string[]): string =>
    names.map((name) => row.get(name) ?? '').find((text) => text !== '') ?? '';
  const values = new Map<HardwareMetric, number>();
  for (const { metric, unit, csv } of METERS) {
    const value = firstNumber(
      csv.map((name) => row.get(name)),
      unit,
    );
    if (value !== null) values.set(metric, value);
  }
  return finishCard({
    uuid: cell('uuid', 'gpu_uuid'),
    busId: cell('pci.bus_id', 'gpu_bus_id'),
    index: parseQuantity(cell('index')),
    name: cell('name', 'gpu_name'),
    driver: cell('driver_version'),
    memoryBytes: parseQuantity(cell('memory.total'), 'MiB'),
    values,
  });
}

export function firstNumber(cells: readonly (string | undefined)[], unit: string): number | null {
  for (const cell of cells) {
    const value = cell === undefined ? null : parseQuantity(cell, unit);
    if (value !== null) return value;
  }
  return null;
}

interface RawCard {
  readonly uuid: string;
  readonly busId: string;
  readonly index: number | null;
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number | null;
  readonly values: Map<HardwareMetric, number>;
}

/** Names the card, drops what only looks like an answer, and works out the share of its memory. */
export function finishCard({ uuid, busId, index, name, driver, memoryBytes, values }: RawCard): NvidiaCard {
  const used = values.get('gpu.memory-used');
  const total = memoryBytes !== null && memoryBytes > 0 ? memoryBytes : null;
  if (used !== undefined && total !== null) {
    values.set('gpu.memory-use', Math.min(100, (used / total) * 100));
  }
  for (const [metric, value] of values) if (value < 0 && metric !== 'gpu.temperature') values.delete(metric);
  const told = isTold(name) ? name : 'GPU';
  return {
    uuid: UUID.test(uuid) ? uuid : null,
    busId: BUS.test(busId) ? shortBus(busId) : null,
    index,
    name: /^nvidia/i.test(told) ? told : `NVIDIA ${told}`,
    driver: isTold(driver) ? driver : null,
    memoryBytes: total,
    values,
  };
}

/** NVIDIA writes the domain in eight digits, the kernel in four. */
function shortBus(busId: string): string {
  const [domain = '', ...rest] = busId.toLowerCase().split(':');
  return [domain.replace(/^0000(?=[\da-f]{4}$)/, ''), ...rest].join(':');
}

function isTold(text: string): boolean {
  return text !== '' && !/^\[|^n\/a$|^unknown/i.test(text);
}
