/** Numbers carry their unit in the type; nothing in the program passes a bare duration or size. */
export type Milliseconds = number;
export type Seconds = number;
export type Bytes = number;
/** Milliseconds since 1970, for display and storage only: never for measuring. */
export type WallTime = number;
/** 0 to 100. */
export type Percent = number;

export const NOT_MEASURED = '—';

/** Three significant digits without an exponent, as everywhere in the program. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const rounded = roundTo(value, digits);
  const text = rounded.toFixed(decimalsOf(rounded, digits));
  return Math.abs(rounded) >= 10_000 ? groupThousands(text) : text;
}

/** Digits after the point that leave `digits` significant ones. */
function decimalsOf(value: number, digits: number): number {
  if (value === 0) return 0;
  return Math.min(12, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** Rounding may carry (9.999 becomes 10.0, 999.9 µs become 1.00 ms), so the unit is chosen after it. */
function roundTo(value: number, digits = 3): number {
  return Number(value.toFixed(decimalsOf(value, digits)));
}

export function formatCount(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  return groupThousands(String(Math.round(value)));
}

/** 1234567 parameters are "1.23 M". */
export function formatScaled(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  const steps: readonly (readonly [number, string])[] = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ];
  for (const [size, suffix] of steps) {
    if (roundTo(Math.abs(value) / size) >= 1) return formatNumber(value / size) + suffix;
  }
  return formatNumber(value);
}

/** A duration in the unit that fits it: "812 ns", "45.1 µs", "3.20 ms", "1.25 s", "3 min 20 s". */
export function formatDuration(ms: Milliseconds | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return NOT_MEASURED;
  if (!Number.isFinite(ms)) return '∞';
  const size = Math.abs(ms);
  if (size === 0) return '0 ms';
  if (roundTo(size * 1e6) < 1e3) return `${formatNumber(ms * 1e6)} ns`;
  if (roundTo(size * 1e3) < 1e3) return `${formatNumber(ms * 1e3)} µs`;
  if (roundTo(size) < 1e3) return `${formatNumber(ms)} ms`;
  if (roundTo(size / 1e3) < 60) return `${formatNumber(ms / 1e3)} s`;
  const seconds = Math.round(ms / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${formatNumber(ms / 86400e3)} days`;
}

export function formatBytes(bytes: Bytes | null | undefined): string {
  if (bytes === null || bytes === undefined || Number.isNaN(bytes)) return NOT_MEASURED;
  if (!Number.isFinite(bytes)) return '∞';
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let value = bytes;
  let index = 0;
  while (roundTo(Math.abs(value)) >= 1024 && index < names.length - 1) {
    value /= 1024;
    index += 1;
  }
  return index === 0 ? `${Math.round(value)} B` : `${formatNumber(value)} ${names[index]}`;
}

export function formatPercent(value: Percent | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  return `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export const UNITS = ['ms', 'bytes', 'percent', 'per-second', 'count', 'joules', 'watts', 'text'] as const;
export type Unit = (typeof UNITS)[number];

/** A value whose unit is only known at run time, as in a table of metrics. */
export function formatByUnit(value: number | string | null, unit: Unit): string {
  if (value === null) return NOT_MEASURED;
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return formatBytes(value);
    case 'percent':
      return formatPercent(value);
    case 'per-second':
      return `${formatNumber(value)} /s`;
    case 'joules':
      return value !== 0 && Math.abs(value) < 1
        ? `${formatNumber(value * 1e3)} mJ`
        : `${formatNumber(value)} J`;
    case 'count':
      return formatCount(value);
    case 'watts':
      return `${formatNumber(value)} W`;
    case 'text':
      return String(value);
  }
}
