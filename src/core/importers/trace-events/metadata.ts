import type { SinkTrack } from '../trace-sink.ts';
import type { ReaderTrack } from './track-table.ts';

interface ProcessFacts {
  name?: string;
  labels?: string;
  sort?: number;
}

interface ThreadFacts {
  name?: string;
  sort?: number;
}

const DEVICE_LABEL = /^(?:GPU|XPU|HPU|MTIA|NPU|TPU)\s*\d+$/;
const DIGITS = /^-?\d+$/;
/** As a device; numbers of processes are larger by far or have threads that are no streams. */
const MOST_DEVICES = 1024;

/** What events of phase "M" say of processes and threads, and what tracks are called by it. */
export class Metadata {
  readonly #processes = new Map<string, ProcessFacts>();
  readonly #threads = new Map<string, ThreadFacts>();

  take(event: string, process: string, thread: string, args: Readonly<Record<string, unknown>>): void {
    const ofProcess = this.#processes.get(process) ?? {};
    const key = threadKey(process, thread);
    const ofThread = this.#threads.get(key) ?? {};
    if (event === 'process_name') ofProcess.name = textOf(args['name']);
    else if (event === 'process_labels') ofProcess.labels = textOf(args['labels']);
    else if (event === 'process_sort_index') ofProcess.sort = Number(args['sort_index']);
    else if (event === 'thread_name') ofThread.name = textOf(args['name']);
    else if (event === 'thread_sort_index') ofThread.sort = Number(args['sort_index']);
    else return;
    this.#processes.set(process, ofProcess);
    this.#threads.set(key, ofThread);
  }

  processTitle(process: string): string {
    const { name = '', labels = '' } = this.#processes.get(process) ?? {};
    if (DEVICE_LABEL.test(labels)) return labels;
    if (!DIGITS.test(process)) return name === '' ? process : name;
    return name === '' ? `Process ${process}` : name.includes(process) ? name : `${name} ${process}`;
  }

  /** Titles in the order that the source wishes for. */
  titles(tracks: readonly ReaderTrack[]): Map<ReaderTrack, SinkTrack> {
    const ordered = tracks
      .map((track, order) => ({ track, order, ...this.#ranks(track) }))
      .sort(
        (a, b) =>
          a.process - b.process ||
          compare(a.track.process, b.track.process) ||
          a.kind - b.kind ||
          a.thread - b.thread ||
          compare(a.track.thread, b.track.thread) ||
          a.order - b.order,
      );
    return new Map(ordered.map(({ track }, sort) => [track, this.#title(track, sort)]));
  }

  #ranks(track: ReaderTrack): { process: number; thread: number; kind: number } {
    const process = this.#processes.get(track.process)?.sort ?? NaN;
    const thread = this.#threads.get(threadKey(track.process, track.thread))?.sort ?? NaN;
    return {
      process: Number.isFinite(process) ? process : rankOf(track.process),
      thread: Number.isFinite(thread) ? thread : 0,
      kind: track.kind === 'async' ? 1 : 0,
    };
  }

  #title(track: ReaderTrack, sort: number): SinkTrack {
    const kind = track.kind === 'thread' && track.isOnDevice ? 'stream' : track.kind;
    const isDevice = kind === 'stream' && DIGITS.test(track.process) && Number(track.process) < MOST_DEVICES;
    const { name = '', labels = '' } = this.#processes.get(track.process) ?? {};
    const isNamed = name !== '' || labels !== '';
    return {
      process:
        isDevice && !(isNamed && DEVICE_LABEL.test(labels))
          ? `GPU ${track.process}`
          : this.processTitle(track.process),
      name: track.title ?? this.#threadTitle(track, kind === 'stream'),
      kind,
      sort,
    };
  }

  #threadTitle(track: ReaderTrack, isStream: boolean): string {
    const name = this.#threads.get(threadKey(track.process, track.thread))?.name?.trim() ?? '';
    if (name !== '') return name;
    if (!DIGITS.test(track.thread)) return track.thread.trim();
    return `${isStream ? 'stream' : 'thread'} ${track.thread}`;
  }
}

const threadKey = (process: string, thread: string): string => `${process}\0${thread}`;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Where the source gives no order: by number, and what has none behind. */
const rankOf = (text: string): number => (DIGITS.test(text) ? 0 : 1);

function compare(a: string, b: string): number {
  if (DIGITS.test(a) && DIGITS.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
