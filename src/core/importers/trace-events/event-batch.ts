import { DETAIL_KEYS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';

/** Events of one batch at most. */
export const MOST_EVENTS = 65_536;

/** Details of one batch at most: an event that might not find room any more begins the next batch. */
export const MOST_DETAILS = 1_048_576;

/** What an event may give at most; more of them are left out. */
export const MOST_EVENT_DETAILS = 64;

/** An event longer than this is refused: whoever writes such a thing does not write events. */
export const MOST_EVENT_BYTES = 32 * 1024 * 1024;

/**
 * Trace events by columns, which may be longer than what is in them and are good until the next scan. Strings are
 * numbers into the scanner's own table, which goes on from batch to batch; 0 is the empty or absent one. Two numbers
 * may stand for one text, since the table goes by bytes: "é" and "\u00e9".
 */
export interface EventBatch {
  count: number;
  /** The character of "ph"; 0 where there is none. */
  readonly phase: Uint8Array;
  readonly name: Uint32Array;
  readonly category: Uint32Array;
  /** "pid" and "tid": a number is its text. */
  readonly process: Uint32Array;
  readonly thread: Uint32Array;
  /** Whole numbers of at most 15 digits, or text of such digits, themselves; other texts as −1 − string; NaN: none. */
  readonly id: Float64Array;
  /** 1 where "bp" is "e": bound to the enclosing span. */
  readonly bindPoint: Uint8Array;
  /** The character of "s"; 0 where there is none. */
  readonly scope: Uint8Array;
  /** "ts" rounded down; NaN where there is none. */
  readonly microseconds: Float64Array;
  /** What "ts" has beyond, 0 ≤ x < 1000, fractions of a nanosecond included. */
  readonly nanoseconds: Float64Array;
  /** "dur"; NaN where there is none. */
  readonly durationNs: Float64Array;
  /** Of the bracket in the source, and how far it is to behind its closing one. */
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  /**
   * 1: all that matters is in the columns. 0: parse its bytes; the columns hold what could be read, so that "ts"
   * keeps its nanoseconds.
   */
  readonly isWhole: Uint8Array;
  detailCount: number;
  /** Place in the batch, ascending. */
  readonly detailEvent: Uint32Array;
  /** Code in SCANNED_DETAILS. */
  readonly detailKey: Uint8Array;
  /** A number, or a string of the scanner. */
  readonly detailValue: Float64Array;
  /** New since the last batch; the first of the first batch is the empty text. */
  strings: string[];
  /** Stretches that were no events, and the first such place in the source; −1 for none. */
  brokenCount: number;
  brokenAt: number;
}

/**
 * Finds events inside a list and takes them apart. Without a state of its own but the strings: a scan begins between
 * two events, wherever that is.
 */
export interface EventScanner {
  /** Whole events from `from` on. `baseOffset` is what bytes[0] has as its place in the source. */
  scan(bytes: Uint8Array, from: number, isLast: boolean, baseOffset: number): ScanResult;
}

export interface ScanResult {
  readonly batch: EventBatch;
  /** Place in `bytes` behind the last thing taken. */
  readonly used: number;
  /**
   * 'more': what is left is the beginning of an event, or nothing. 'full': the batch is, scan on from `used`.
   * 'list-end': the list's closing bracket was the last thing used.
   */
  readonly state: 'more' | 'full' | 'list-end';
}

/** Phases whose arguments matter beyond the details: such events are never whole. Nor is an "X" without "dur". */
export const SLOW_PHASES = 'MCONDPIbneSTpFvR(),';

/** How a detail's value is read. 'text': a string. 'json': a string, or anything else as its source text. */
export type DetailForm = 'number' | 'text' | 'json' | 'triple';

export interface ScannedDetail {
  /** As the source writes it. */
  readonly name: string;
  /** Place in DETAIL_KEYS, or from DETAIL_KEYS.length on what is no detail of a span. */
  readonly code: number;
  readonly form: DetailForm;
}

/** What is no detail of a span as it stands: of "[memory]" events, and a group's better name. */
export const MORE_CODES = {
  deviceType: DETAIL_KEYS.length,
  deviceId: DETAIL_KEYS.length + 1,
  totalAllocated: DETAIL_KEYS.length + 2,
  totalReserved: DETAIL_KEYS.length + 3,
  groupDescription: DETAIL_KEYS.length + 4,
} as const;

const detail = (name: string, key: DetailKey, form?: DetailForm): ScannedDetail => ({
  name,
  code: DETAIL_KEYS.indexOf(key),
  form: form ?? (TEXT_DETAILS.has(key) ? 'text' : 'number'),
});

/** Arguments that are taken, whatever the event's category. */
export const SCANNED_DETAILS: readonly ScannedDetail[] = [
  detail('correlation', 'correlation'),
  detail('External id', 'external-id'),
  detail('external id', 'external-id'),
  detail('device', 'device'),
  detail('stream', 'stream'),
  detail('bytes', 'bytes'),
  detail('Bytes', 'bytes'),
  detail('memory bandwidth (GB/s)', 'bandwidth-gb-per-s'),
  detail('grid', 'grid', 'triple'),
  detail('block', 'block', 'triple'),
  detail('registers per thread', 'registers'),
  detail('shared memory', 'shared-memory'),
  detail('blocks per SM', 'blocks-per-sm'),
  detail('warps per SM', 'warps-per-sm'),
  detail('est. achieved occupancy %', 'occupancy-percent'),
  detail('theoretical occupancy %', 'occupancy-percent'),
  detail('Input Dims', 'input-shapes', 'json'),
  detail('Input dims', 'input-shapes', 'json'),
  detail('Input type', 'input-types', 'json'),
  detail('Sequence number', 'sequence'),
  detail('Fwd thread id', 'forward-thread'),
  detail('Collective name', 'collective'),
  detail('In msg nelems', 'collective-elements-in'),
  detail('Out msg nelems', 'collective-elements-out'),
  detail('dtype', 'collective-type'),
  detail('Group size', 'collective-size'),
  detail('Process Group Name', 'group-name', 'json'),
  { name: 'Process Group Description', code: MORE_CODES.groupDescription, form: 'text' },
  detail('Process Group Ranks', 'group-ranks', 'json'),
  detail('wait_on_stream', 'wait-stream'),
  detail('graph node id', 'graph-node'),
  detail('Call stack', 'call-stack'),
  { name: 'Device Type', code: MORE_CODES.deviceType, form: 'number' },
  { name: 'Device Id', code: MORE_CODES.deviceId, form: 'number' },
  { name: 'Total Allocated', code: MORE_CODES.totalAllocated, form: 'number' },
  { name: 'Total Reserved', code: MORE_CODES.totalReserved, form: 'number' },
];

export function emptyBatch(): EventBatch {
  return {
    count: 0,
    phase: new Uint8Array(MOST_EVENTS),
    name: new Uint32Array(MOST_EVENTS),
    category: new Uint32Array(MOST_EVENTS),
    process: new Uint32Array(MOST_EVENTS),
    thread: new Uint32Array(MOST_EVENTS),
    id: new Float64Array(MOST_EVENTS),
    bindPoint: new Uint8Array(MOST_EVENTS),
    scope: new Uint8Array(MOST_EVENTS),
    microseconds: new Float64Array(MOST_EVENTS),
    nanoseconds: new Float64Array(MOST_EVENTS),
    durationNs: new Float64Array(MOST_EVENTS),
    offset: new Float64Array(MOST_EVENTS),
    length: new Uint32Array(MOST_EVENTS),
    isWhole: new Uint8Array(MOST_EVENTS),
    detailCount: 0,
    detailEvent: new Uint32Array(MOST_DETAILS),
    detailKey: new Uint8Array(MOST_DETAILS),
    detailValue: new Float64Array(MOST_DETAILS),
    strings: [],
    brokenCount: 0,
    brokenAt: -1,
  };
}
