/** Units that vendors' tools print, in the channels' own. "KB/s" is 1024 bytes, as NVML's other kilobytes are. */
const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '': 1,
    '%': 1,
    c: 1,
    w: 1,
    mw: 1e-3,
    kw: 1e3,
    mhz: 1,
    hz: 1e-6,
    ghz: 1e3,
    b: 1,
    kib: 1024,
    mib: 1024 ** 2,
    gib: 1024 ** 3,
    tib: 1024 ** 4,
    'b/s': 1,
    'kb/s': 1024,
    'mb/s': 1024 ** 2,
    'gb/s': 1024 ** 3,
    us: 1e-6,
    µs: 1e-6,
    ms: 1e-3,
    s: 1,
    x: 1,
    j: 1,
    mj: 1e-3,
  }),
);

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i;
const HEXADECIMAL = /^0x[\da-f]{1,16}$/i;
const WORDS: ReadonlyMap<string, number> = new Map([
  ['active', 1],
  ['not active', 0],
]);

/**
 * A cell as a number, in megahertz, bytes, bytes a second, watts, percent, degrees or seconds; `unit` is what counts
 * where the cell names none. Null for all that is no number: "[N/A]", "N/A", "[Not Supported]", "[Unknown Error]",
 * "ERR!", "Unknown", "[GPU requires reset]", nothing, and whatever a later driver may think of.
 */
export function parseQuantity(text: string, unit = ''): number | null {
  const cell = text.trim();
  const word = WORDS.get(cell.toLowerCase());
  if (word !== undefined) return word;
  if (/^0x/i.test(cell)) return HEXADECIMAL.test(cell) ? Number(cell) : null;
  const match = NUMBER.exec(cell);
  if (match === null) return null;
  const factor = UNITS.get((match[2] ?? unit).trim().toLowerCase());
  const value = Number(match[1]);
  if (factor === undefined || !Number.isFinite(value)) return null;
  return scaled(value, factor);
}

/** Divides where the factor is a fraction: 221310321 µs are 221.310321 s, not a digit more. */
function scaled(value: number, factor: number): number {
  return factor < 1 ? value / Math.round(1 / factor) : value * factor;
}
