import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import { finishCard, firstNumber, type NvidiaCard } from './card.ts';
import { METERS, THROTTLE_BITS } from './meters.ts';
import { parseQuantity } from './quantity.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** What `nvidia-smi -q -x` tells beyond a line of numbers: parts of a card, and who holds its memory. */
export interface LoggedCard extends NvidiaCard {
  readonly parts: readonly MigPart[];
  readonly processes: readonly GpuProcess[];
}

export interface MigPart {
  /** "1.0": GPU instance and compute instance, which name it until somebody makes others. */
  readonly place: string;
  readonly memoryBytes: number | null;
  readonly values: ReadonlyMap<HardwareMetric, number>;
}

export interface GpuProcess {
  readonly pid: number;
  readonly name: string;
  /** Null where the driver keeps it to itself, as on Windows. */
  readonly memoryBytes: number | null;
}

/** Null where the text is no whole log: a message in words, or the beginning of one. */
export function parseDeviceLog(source: string): readonly LoggedCard[] | null {
  const root = parseXml(source.trim());
  if (root?.name !== 'nvidia_smi_log') return null;
  const driver = textAt(root, 'driver_version') ?? '';
  return root.children.filter(({ name }) => name === 'gpu').map((gpu) => loggedCard(gpu, driver));
}

function loggedCard(gpu: XmlElement, driver: string): LoggedCard {
  const values = valuesOf(gpu);
  const throttle = throttleFlags(gpu);
  if (throttle !== null) values.set('gpu.throttle', throttle);
  const errors = values.has('gpu.ecc-errors') ? null : uncorrectedErrors(gpu);
  if (errors !== null) values.set('gpu.ecc-errors', errors);
  const card = finishCard({
    uuid: textAt(gpu, 'uuid') ?? '',
    busId: gpu.attributes.get('id') ?? textAt(gpu, 'pci/pci_bus_id') ?? '',
    index: null,
    name: textAt(gpu, 'product_name') ?? '',
    driver,
    memoryBytes: parseQuantity(textAt(gpu, 'fb_memory_usage/total') ?? '', 'MiB'),
    values,
  });
  return { ...card, parts: all(gpu, 'mig_devices', 'mig_device').map(migPart), processes: processesOf(gpu) };
}

function valuesOf(element: XmlElement): Map<HardwareMetric, number> {
  const values = new Map<HardwareMetric, number>();
  for (const { metric, unit, xml } of METERS) {
    const value = firstNumber(
      xml.map((path) => textAt(element, path)),
      unit,
    );
    if (value !== null) values.set(metric, value);
  }
  return values;
}

/** Null where not one reason is told. */
function throttleFlags(gpu: XmlElement): number | null {
  const reasons = child(gpu, 'clocks_event_reasons') ?? child(gpu, 'clocks_throttle_reasons');
  let flags: number | null = null;
  for (const { name, text } of reasons?.children ?? []) {
    const bit = THROTTLE_BITS.get(name.replace(/^clocks_(event|throttle)_reasons?_/, ''));
    const isActive = parseQuantity(text);
    if (bit === undefined || isActive === null) continue;
    flags = (flags ?? 0) | (isActive === 1 ? bit : 0);
  }
  return flags;
}

/** Newer cards count by kind of memory, and say no total. */
function uncorrectedErrors(gpu: XmlElement): number | null {
  const counts = (child(child(gpu, 'ecc_errors'), 'volatile')?.children ?? [])
    .filter(({ name }) => /^(sram|dram)_uncorrectable/.test(name))
    .map(({ text }) => parseQuantity(text))
    .filter((count) => count !== null);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function migPart(part: XmlElement): MigPart {
  const place = `${textAt(part, 'gpu_instance_id') ?? '?'}.${textAt(part, 'compute_instance_id') ?? '?'}`;
  const total = parseQuantity(textAt(part, 'fb_memory_usage/total') ?? '', 'MiB');
  const values = valuesOf(part);
  const used = values.get('gpu.memory-used');
  if (used !== undefined && total !== null && total > 0) values.set('gpu.memory-use', (used / total) * 100);
  return { place, memoryBytes: total, values };
}

function processesOf(gpu: XmlElement): GpuProcess[] {
  return all(gpu, 'processes', 'process_info').flatMap((process) => {
    const pid = parseQuantity(textAt(process, 'pid') ?? '');
    if (pid === null || !Number.isSafeInteger(pid) || pid <= 0) return [];
    const memoryBytes = parseQuantity(textAt(process, 'used_memory') ?? '', 'MiB');
    return [{ pid, name: textAt(process, 'process_name') ?? '', memoryBytes }];
  });
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

function all(element: XmlElement, list: string, name: string): readonly XmlElement[] {
  return (child(element, list)?.children ?? []).filter((candidate) => candidate.name === name);
}

function textAt(element: XmlElement, path: string): string | undefined {
  let found: XmlElement | undefined = element;
  for (const name of path.split('/')) found = child(found, name);
  return found?.text.trim();
}
