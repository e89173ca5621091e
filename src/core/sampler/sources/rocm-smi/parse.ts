import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';

export interface RocmCard {
  /** "card0" */
  readonly key: string;
  readonly name: string;
  /** "0000:03:00.0"; null where it was not told. */
  readonly busId: string | null;
  readonly memoryBytes: number | null;
  readonly values: ReadonlyMap<HardwareMetric, number>;
}

export interface RocmAnswer {
  readonly cards: readonly RocmCard[];
  /** Bytes by process number, where this version lists processes. */
  readonly processes: ReadonlyMap<number, number>;
}

type Told = ReadonlyMap<string, string>;

interface Meter {
  readonly metric: HardwareMetric;
  /** What this has been called from version to version; the first that holds a number counts. */
  readonly keys: readonly RegExp[];
  readonly factor?: number;
}

/** Keys carry their unit, and change with the version. "GPU memory use" is the controller's time, not what is held. */
const METERS: readonly Meter[] = [
  { metric: 'gpu.use', keys: [/^gpu use \(%\)$/] },
  { metric: 'gpu.memory-busy', keys: [/^gpu memory read\/write activity \(%\)$/, /^gpu memory use \(%\)$/] },
  { metric: 'gpu.memory-used', keys: [/^vram total used memory \(b\)$/] },
  { metric: 'gpu.clock', keys: [/^sclk clock speed:?$/] },
  { metric: 'gpu.memory-clock', keys: [/^mclk clock speed:?$/] },
  {
    metric: 'gpu.temperature',
    keys: [
      /^temperature \(sensor edge\) \(c\)$/,
      /^temperature \(sensor junction\) \(c\)$/,
      /^temperature \(sensor .*\) \(c\)$/,
    ],
  },
  { metric: 'gpu.memory-temperature', keys: [/^temperature \(sensor (memory|hbm 0)\) \(c\)$/] },
  {
    metric: 'gpu.power',
    keys: [/^(average|current)( socket)? graphics package power \(w\)$/, /package power \(w\)$/],
  },
  { metric: 'gpu.power-limit', keys: [/^max graphics package power \(w\)$/] },
  { metric: 'gpu.energy', keys: [/^accumulated energy \(uj\)$/], factor: 1e-6 },
  { metric: 'gpu.fan', keys: [/^fan speed \(%\)$/] },
];

/** What rocm-smi printed; null where no JSON is in it. Warnings may stand before and behind. */
export function parseRocm(text: string): RocmAnswer | null {
  const [begin, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (begin < 0 || end < begin) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(begin, end + 1));
  } catch {
    return null;
  }
  const sections = entries(parsed);
  const cards = sections
    .filter(([key]) => /^card\d+$/.test(key))
    .map(([key, section]) => card(key, told(section)));
  return { cards, processes: processesIn(told(sections.find(([key]) => key === 'system')?.[1])) };
}

function card(key: string, of: Told): RocmCard {
  const values = new Map<HardwareMetric, number>();
  for (const { metric, keys, factor = 1 } of METERS) {
    const value = first(of, keys, number);
    if (value !== null) values.set(metric, value * factor);
  }
  const link = first(of, [/^pcie clock level:?$/], (text) => /([\d.]+)\s*GT\/s\s*x(\d+)/i.exec(text));
  if (link !== null) {
    const generation = [2.5, 5, 8, 16, 32, 64].indexOf(Number(link[1])) + 1;
    if (generation > 0) values.set('gpu.pcie-generation', generation);
    if (Number(link[2]) > 0) values.set('gpu.pcie-width', Number(link[2]));
  }
  const total = first(of, [/^vram total memory \(b\)$/], number);
  const used = values.get('gpu.memory-used');
  if (used !== undefined && total !== null && total > 0) {
    values.set('gpu.memory-use', Math.min(100, (used / total) * 100));
  }
  return {
    key,
    name: nameOf(of),
    busId: busOf(of),
    memoryBytes: total !== null && total > 0 ? total : null,
    values,
  };
}

/** The first of its names that is one: numbers in sixteens are identifiers. */
function nameOf(of: Told): string {
  const named = (text: string): string | null => (/^(0x|n\/a$|unknown$|$)/i.test(text) ? null : text);
  const name =
    first(of, [/^card series:?$/, /^device name:?$/, /^card model:?$/, /^card sku:?$/], named) ?? 'GPU';
  return /amd|radeon|instinct/i.test(name) ? name : `AMD ${name}`;
}

function busOf(of: Told): string | null {
  const told = first(of, [/^pci bus:?$/], (text) => /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.\d$/i.exec(text));
  return told === null ? null : told[0].toLowerCase();
}

/** "PID4711": "python3, 1, 2147483648, 0, unknown": name, cards, bytes of VRAM. */
function processesIn(of: Told): ReadonlyMap<number, number> {
  const held = new Map<number, number>();
  for (const [key, text] of of) {
    const pid = /^pid\s*(\d+)$/.exec(key)?.[1];
    const bytes = Number(text.split(',').at(2)?.trim() || Number.NaN);
    if (pid !== undefined && Number.isFinite(bytes) && bytes >= 0) held.set(Number(pid), bytes);
  }
  return held;
}

/** "45.0", "(1725Mhz)", "26 W"; null for "N/A", "Unknown" and whatever else is no number. */
function number(text: string): number | null {
  const told = /^\(?\s*(-?\d+(?:\.\d+)?)\s*(?:mhz|w|c|%|b)?\s*\)?$/i.exec(text)?.[1];
  return told === undefined || !Number.isFinite(Number(told)) ? null : Number(told);
}

function first<Answer>(
  of: Told,
  keys: readonly RegExp[],
  read: (text: string) => Answer | null,
): Answer | null {
  for (const pattern of keys) {
    for (const [key, text] of of) {
      const answer = pattern.test(key) ? read(text) : null;
      if (answer !== null) return answer;
    }
  }
  return null;
}

function told(section: unknown): Told {
  return new Map(
    entries(section).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[key.trim().toLowerCase(), String(value).trim()]]
        : [],
    ),
  );
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
