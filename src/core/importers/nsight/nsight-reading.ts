import { SPAN_KINDS, type DetailKey, type SpanKind } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import { number, type NsightTables, type Row } from './nsight-tables.ts';

/** Streams come after the threads. */
const STREAM_SORT = 1_000_000;

/** What the tables have in common: names by number, threads, streams, and the calls that launched something. */
export class NsightReading {
  readonly tables: NsightTables;
  readonly sink: TraceSink;
  readonly #names = new Map<number, string>();
  readonly #processes = new Map<number, string>();
  readonly #threads = new Map<string, string>();
  readonly #trackNumbers = new Map<string, number>();
  /** Calls by process and correlation; of the work itself the process is not always told. */
  readonly #calls = new Map<number, Map<number, number>>();

  constructor(tables: NsightTables, sink: TraceSink) {
    this.tables = tables;
    this.sink = sink;
  }

  readNames(): void {
    for (const { id, value } of this.tables.select('StringIds', ['id', 'value'], []))
      if (typeof id === 'number' && typeof value === 'string') this.#names.set(id, value);
    for (const { pid, name } of this.tables.select('PROCESSES', [], ['pid', 'name']))
      if (typeof pid === 'number' && typeof name === 'string') this.#processes.set(pid, fileName(name));
    for (const { pid, tid, nameId } of this.tables.select('ThreadNames', ['nameId'], ['pid', 'tid']))
      this.#threads.set(`${pid} ${tid}`, this.text(nameId));
  }

  /** Of a column that is a text, or the number of one. */
  text(value: Row[string] | undefined): string {
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? (this.#names.get(value) ?? '') : '';
  }

  thread(row: Row, kind: 'thread' | 'async' = 'thread'): number {
    const [pid, tid] = [number(row['pid']), number(row['tid'])];
    const key = `${kind} ${pid} ${tid}`;
    const known = this.#trackNumbers.get(key);
    if (known !== undefined) return known;
    const named = this.#threads.get(`${pid} ${tid}`) ?? '';
    const name = `${named === '' ? 'thread' : named} ${tid ?? '?'}`;
    return this.#track(key, {
      process: this.#process(pid),
      name: kind === 'async' ? `${name}, ranges` : name,
      kind,
      sort: tid === pid ? 0 : (tid ?? 0),
    });
  }

  stream(row: Row): number {
    const [device, stream] = [number(row['deviceId']) ?? 0, number(row['streamId']) ?? 0];
    const pid = number(row['pid']);
    const key = `stream ${pid} ${device} ${stream}`;
    const known = this.#trackNumbers.get(key);
    if (known !== undefined) return known;
    // Streams of several processes on one device have the same numbers.
    const isShared = this.#processes.size > 1 && pid !== null;
    return this.#track(key, {
      process: isShared ? `GPU ${device}, ${this.#process(pid)}` : `GPU ${device}`,
      name: `stream ${stream}`,
      kind: 'stream',
      sort: STREAM_SORT + stream,
    });
  }

  /** Null where a row has no time. */
  span(
    row: Row,
    track: number,
    name: string,
    category: string,
    kind: SpanKind,
    openEndNs: number | null = null,
  ): number | null {
    const start = wholeNs(row['start']);
    if (start === null) {
      this.sink.warn('without-time', '{count} rows have no start; they are left out.', null);
      return null;
    }
    const end = wholeNs(row['end']) ?? openEndNs ?? start;
    if (end < start)
      this.sink.warn(
        'negative-duration',
        '{count} rows end before they begin; they are shown without length.',
        null,
      );
    return this.sink.span(
      track,
      this.sink.string(name),
      this.sink.string(category),
      SPAN_KINDS.indexOf(kind),
      start,
      Math.max(0, end - start),
      -1,
    );
  }

  detail(span: number, key: DetailKey, value: number | null): void {
    if (value !== null) this.sink.detail(span, key, value);
  }

  words(span: number, key: DetailKey, text: string): void {
    this.sink.detail(span, key, this.sink.string(text));
  }

  called(row: Row, span: number): void {
    const correlation = number(row['correlationId']);
    if (correlation === null || correlation === 0) return;
    const pid = number(row['pid']) ?? 0;
    let calls = this.#calls.get(pid);
    if (calls === undefined) this.#calls.set(pid, (calls = new Map<number, number>()));
    calls.set(correlation, span);
  }

  launched(row: Row, span: number): void {
    const correlation = number(row['correlationId']);
    if (correlation === null || correlation === 0) return;
    const pid = number(row['pid']);
    const calls =
      pid === null && this.#calls.size === 1 ? [...this.#calls.values()][0] : this.#calls.get(pid ?? 0);
    const call = calls?.get(correlation);
    if (call !== undefined) this.sink.link('launch', call, span);
  }

  #process(pid: number | null): string {
    const name = this.#processes.get(pid ?? -1) ?? 'process';
    return pid === null ? name : `${name} (${pid})`;
  }

  #track(key: string, track: Parameters<TraceSink['track']>[0]): number {
    const made = this.sink.track(track);
    this.#trackNumbers.set(key, made);
    return made;
  }
}

function wholeNs(value: Row[string] | undefined): number | null {
  const ns = number(value);
  return ns !== null && Number.isSafeInteger(Math.round(ns)) ? Math.round(ns) : null;
}

/** Without its folders, in the manner of either system. */
function fileName(path: string): string {
  return /[^/\\]*$/.exec(path)?.[0] || path;
}
