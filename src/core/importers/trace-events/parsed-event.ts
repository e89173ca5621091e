import { TEXT_DETAILS, DETAIL_KEYS } from '../../../contract/trace.ts';
import { decodeUtf8 } from '../../model/utf8.ts';
import { MORE_CODES, SCANNED_DETAILS, type ScannedDetail } from './event-batch.ts';

/** An event as JSON has it, with its fields as they should have been written. */
export interface ParsedEvent {
  readonly phase: string;
  readonly name: string;
  readonly category: string;
  readonly process: string;
  readonly thread: string;
  /** Null where there is none. */
  readonly id: string | number | null;
  readonly scope: string;
  /** "s" of an instant: for whom it stands. */
  readonly mark: string;
  /** NaN where there is none, as in batches. */
  readonly microseconds: number;
  readonly nanoseconds: number;
  readonly durationNs: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Null where it is no event, whatever is tried. */
export function parseEvent(bytes: Uint8Array): ParsedEvent | null {
  const event = parseObject(decodeUtf8(bytes));
  if (event === null) return null;
  const [microseconds, nanoseconds] = timeOf(event['ts']);
  const [durationUs, durationNs] = timeOf(event['dur'] ?? event['tdur']);
  const { ph, id, id2, args } = event;
  const local = isObject(id2) ? id2 : {};
  const identity = id ?? local['local'] ?? local['global'];
  return {
    phase: typeof ph === 'string' ? ph.slice(0, 1) : '',
    name: textOf(event['name']),
    category: textOf(event['cat']),
    process: textOf(event['pid']),
    thread: textOf(event['tid']),
    id: typeof identity === 'number' || typeof identity === 'string' ? plainId(identity) : null,
    scope: textOf(event['scope']),
    mark: textOf(event['s']),
    microseconds,
    nanoseconds,
    durationNs: durationUs * 1000 + durationNs,
    args: isObject(args) ? args : {},
  };
}

const BY_NAME = new Map(SCANNED_DETAILS.map((scanned) => [scanned.name, scanned]));

/** What a scanner would have taken from these arguments; texts as texts. */
export function detailsOf(
  args: Readonly<Record<string, unknown>>,
): { code: number; value: number | string }[] {
  const details: { code: number; value: number | string }[] = [];
  for (const [name, value] of Object.entries(args)) {
    const scanned = BY_NAME.get(name);
    const taken = scanned === undefined ? null : detailValue(scanned, value);
    if (scanned !== undefined && taken !== null && taken !== '')
      details.push({ code: scanned.code, value: taken });
  }
  return details;
}

function detailValue({ form }: ScannedDetail, value: unknown): number | string | null {
  if (form === 'number') {
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
    return Number.isFinite(number) && value !== '' ? number : null;
  }
  if (typeof value === 'string') return value;
  if (form === 'triple') return Array.isArray(value) ? value.join(',') : null;
  return form === 'json' ? jsonOf(value) : null;
}

function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    // Nested too deep to be anybody's shapes.
    return null;
  }
}

/** By code: its value is text. */
export const IS_TEXT_CODE = Uint8Array.from(
  [
    ...DETAIL_KEYS.map((key) => TEXT_DETAILS.has(key)),
    ...Object.keys(MORE_CODES).map((key) => key === 'groupDescription'),
  ],
  (isText) => (isText ? 1 : 0),
);

const CONTROL = /[\0-\x1f]/g;
const BAD_ESCAPE = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/g;
const WORD_VALUE = /([:,[]\s*)(?:-?Infinity|-?NaN|undefined|None)(?=\s*[,\]}])/g;
const LAST_COMMA = /,(?=\s*[\]}])/g;

function parseObject(text: string): Record<string, unknown> | null {
  for (const mend of [(raw: string) => raw, mended]) {
    try {
      const parsed: unknown = JSON.parse(mend(text));
      return isObject(parsed) ? parsed : null;
    } catch {
      // The next way, or none.
    }
  }
  return null;
}

/** What writers of JSON by hand do: control characters and paths as they are, numbers that JSON does not know. */
function mended(text: string): string {
  const inStrings = (part: string): string =>
    part
      .replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .replace(BAD_ESCAPE, '\\\\');
  return text.replace(/("(?:[^"\\]|\\[^])*")|([^"]+)/g, (whole, inside?: string) =>
    inside === undefined ? whole.replace(WORD_VALUE, '$1null').replace(LAST_COMMA, '') : inStrings(inside),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** As batches have it: text of a whole number is the number. */
function plainId(id: string | number): string | number {
  if (typeof id === 'number') return Number.isSafeInteger(id) && id >= 0 && id < 1e15 ? id : String(id);
  return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}

/** Microseconds rounded down and nanoseconds, from a number or its text. */
function timeOf(value: unknown): [microseconds: number, nanoseconds: number] {
  const digits = typeof value === 'string' ? /^\s*(-?)(\d{1,15})(?:\.(\d{1,15})\d*)?\s*$/.exec(value) : null;
  if (digits !== null) {
    const [, sign = '', whole = '', fraction = ''] = digits;
    const nanoseconds = Number(`0.${fraction}0`) * 1000;
    if (sign === '') return [Number(whole), nanoseconds];
    return nanoseconds === 0 ? [-Number(whole), 0] : [-Number(whole) - 1, 1000 - nanoseconds];
  }
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : NaN;
  if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER) return [NaN, NaN];
  const whole = Math.floor(number);
  return [whole, (number - whole) * 1000];
}
