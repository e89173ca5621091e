import type { DetailKey, TraceInfo } from '../../../contract/trace.ts';
import { LINK_KINDS, type LinkKind } from '../../../contract/trace-view.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { completeEvent, namedPlaces, trackMetadata, type TrackPlace } from '../spans/trace-events.ts';
import { detailCursors, type DetailCursor } from './detail-cursors.ts';
import type { TraceWriter } from './types.ts';

const AT_ONCE = 1000;

/** As PyTorch's profiler calls them, so that its readers and ours find them again. */
const ARGUMENTS: Readonly<Record<DetailKey, string>> = {
  correlation: 'correlation',
  'external-id': 'External id',
  device: 'device',
  stream: 'stream',
  bytes: 'bytes',
  'bandwidth-gb-per-s': 'memory bandwidth (GB/s)',
  grid: 'grid',
  block: 'block',
  registers: 'registers per thread',
  'shared-memory': 'shared memory',
  'blocks-per-sm': 'blocks per SM',
  'warps-per-sm': 'warps per SM',
  'occupancy-percent': 'est. achieved occupancy %',
  'input-shapes': 'Input Dims',
  'input-types': 'Input type',
  sequence: 'Sequence number',
  'forward-thread': 'Fwd thread id',
  collective: 'Collective name',
  'collective-elements-in': 'In msg nelems',
  'collective-elements-out': 'Out msg nelems',
  'collective-type': 'dtype',
  'collective-size': 'Group size',
  'group-name': 'Process Group Name',
  'group-ranks': 'Process Group Ranks',
  'wait-stream': 'wait_on_stream',
  'graph-node': 'graph node id',
  'call-stack': 'Call stack',
};
/** Of these the text is JSON itself. */
const JSON_DETAILS: ReadonlySet<DetailKey> = new Set(['input-shapes', 'input-types']);
const FLOW_CATEGORIES: Readonly<Record<LinkKind, string>> = {
  launch: 'ac2g',
  flow: 'flow',
  'forward-backward': 'fwdbwd',
};

/** The Trace Event Format, which Perfetto and chrome://tracing open: spans, arrows and counters, in microseconds. */
export const traceChromeFormat: TraceWriter = {
  id: 'chrome-trace',
  extension: 'trace.json',
  *write(columns) {
    const { info } = columns;
    const tracks = info.tracks.map(({ process, name }) => ({ group: process, name }));
    const places = namedPlaces(tracks);
    yield `{"displayTimeUnit":"ns",${headOf(info)},"traceEvents":[\n`;
    const metadata = trackMetadata(tracks, places).map((event) => JSON.stringify(event));
    yield metadata.length === 0
      ? JSON.stringify({ ph: 'M', name: 'process_name', pid: 0 })
      : metadata.join(',\n');
    yield* spans(columns, places);
    yield* links(columns, places);
    yield* counters(columns, places);
    yield '\n]}\n';
  },
};

/** Times stay as they are in the index, from its base: as times of day they would not fit a double. */
function headOf({ name, format, unit, baseNs, devices, facts }: TraceInfo): string {
  const deviceProperties = devices.map((device) => ({
    id: device.id,
    name: device.name,
    ...(device.memoryBytes !== null && { totalGlobalMem: device.memoryBytes }),
    ...(device.computeCapability !== null && capability(device.computeCapability)),
    ...(device.multiprocessors !== null && { numSms: device.multiprocessors }),
    ...(device.warpSize !== null && { warpSize: device.warpSize }),
    ...(device.maxThreadsPerMultiprocessor !== null && {
      maxThreadsPerMultiprocessor: device.maxThreadsPerMultiprocessor,
    }),
  }));
  const otherData = {
    exporter: 'Dyno',
    source: name,
    format,
    ...(unit !== 'ns' && { unit, times: `a microsecond stands for 1 of the ${unit}` }),
    ...Object.fromEntries(facts.map((fact) => [fact.name, fact.value])),
  };
  const base = /^\d+$/.test(baseNs) && baseNs !== '0' ? `"baseTimeNanoseconds":${baseNs},` : '';
  const properties = devices.length === 0 ? '' : `"deviceProperties":${JSON.stringify(deviceProperties)},`;
  return `${base}${properties}"otherData":${JSON.stringify(otherData)}`;
}

function capability(text: string): object {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return { computeMajor: major, computeMinor: minor };
}

function* spans(columns: TraceColumns, places: readonly TrackPlace[]): Generator<string> {
  const digits = digitsOf(columns);
  const details = detailCursors(columns);
  const names = new JsonTexts(columns.strings);
  const categories = columns.categories.map((category) => JSON.stringify(category));
  let piece = '';
  for (let row = 0; row < columns.rowCount; row += 1) {
    piece += `,\n${completeEvent(
      places[columns.track[row] as number] as TrackPlace,
      names.of(columns.name[row] as number),
      categories[columns.category[row] as number] ?? '""',
      digits(columns.startNs[row] as number),
      digits(columns.durationNs[row] as number),
    )}${argumentsOf(row, details, names)}}`;
    if (row % AT_ONCE !== AT_ONCE - 1) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function argumentsOf(row: number, details: readonly DetailCursor[], texts: JsonTexts): string {
  let list = '';
  for (const { key, isText, at } of details) {
    const value = at(row);
    if (value === undefined || !Number.isFinite(value)) continue;
    list += `${list === '' ? '' : ','}"${ARGUMENTS[key]}":`;
    if (!isText) list += value;
    else if (JSON_DETAILS.has(key)) list += texts.json(value);
    else if (key === 'grid' || key === 'block') list += texts.numbers(value);
    else list += texts.of(value);
  }
  return list === '' ? '' : `,"args":{${list}}`;
}

/** Each text is put into quotes once. */
class JsonTexts {
  readonly #strings: readonly string[];
  readonly #quoted: (string | undefined)[] = [];
  readonly #json = new Map<number, string>();

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  of(text: number): string {
    return (this.#quoted[text] ??= JSON.stringify(this.#strings[text] ?? ''));
  }

  json(text: number): string {
    let known = this.#json.get(text);
    if (known === undefined) {
      known = isJson(this.#strings[text] ?? '') ? (this.#strings[text] as string) : this.of(text);
      this.#json.set(text, known);
    }
    return known;
  }

  /** "1,2,3" is a list of numbers. */
  numbers(text: number): string {
    const words = this.#strings[text] ?? '';
    return /^\d+(,\d+)*$/.test(words) ? `[${words}]` : this.of(text);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An arrow goes out from where the first span begins: there it binds to that very span. */
function* links(columns: TraceColumns, places: readonly TrackPlace[]): Generator<string> {
  const digits = digitsOf(columns);
  const { kind, from, to } = columns.links;
  const end = (row: number): string => {
    const { pid, tid } = places[columns.track[row] as number] as TrackPlace;
    return `"pid":${JSON.stringify(pid)},"tid":${tid},"ts":${digits(columns.startNs[row] as number)}`;
  };
  let piece = '';
  for (let link = 0; link < from.length; link += 1) {
    const category = FLOW_CATEGORIES[LINK_KINDS[kind[link] as number] ?? 'flow'];
    const named = `"id":${link + 1},"name":"${category}","cat":"${category}"`;
    piece += `,\n{"ph":"s",${named},${end(from[link] as number)}}`;
    piece += `,\n{"ph":"f","bp":"e",${named},${end(to[link] as number)}}`;
    if (link % AT_ONCE !== AT_ONCE - 1) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function* counters(columns: TraceColumns, places: readonly TrackPlace[]): Generator<string> {
  const digits = digitsOf(columns);
  const { tracks, counters: all } = columns.info;
  for (const [counter, { process, name, unit }] of all.entries()) {
    const known = tracks.findIndex((track) => track.process === process);
    const pid = places[known]?.pid ?? process;
    const head = `"ph":"C","pid":${JSON.stringify(pid)},"tid":0,"name":${JSON.stringify(name)}`;
    const series = JSON.stringify(unit === '' ? 'value' : unit);
    const { atNs, value } = columns.counter(counter);
    let piece = '';
    for (let sample = 0; sample < atNs.length; sample += 1) {
      const number = value[sample] as number;
      if (!Number.isFinite(number)) continue;
      piece += `,\n{${head},"ts":${digits(atNs[sample] as number)},"args":{${series}:${number}}}`;
      if (sample % AT_ONCE !== AT_ONCE - 1) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }
}

/** Microseconds with all digits of the nanosecond: a division would round the large ones. */
function digitsOf({ info }: TraceColumns): (value: number) => string {
  if (info.unit !== 'ns') return String;
  return (ns) => {
    if (!Number.isSafeInteger(ns)) return String(ns / 1000);
    const size = Math.abs(ns);
    const rest = size % 1000;
    const whole = `${ns < 0 ? '-' : ''}${Math.trunc(size / 1000)}`;
    return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`;
  };
}
