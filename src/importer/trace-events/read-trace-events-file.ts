import { closeSync, fstatSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { EventScanner } from '../../core/importers/trace-events/event-batch.ts';
import { EventStream } from '../../core/importers/trace-events/event-stream.ts';
import type { BatchStrings } from '../../core/importers/trace-events/batch-strings.ts';
import type { TraceSink } from '../../core/importers/trace-sink.ts';
import { packedBytes } from './packed-batch.ts';
import { readAll, type ScannedBlock } from './scan-block.ts';
import { ScanThreads } from './scan-threads.ts';

const PIECE_BYTES = 2 * 1024 * 1024;
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Where parts were cut wrong so often, the file is not one to be cut. */
const MOST_WRONG_CUTS = 8;

export interface FileReadingOptions {
  readonly createScanner: () => EventScanner;
  /** Told now and then, with what has been read; waited for. */
  readonly onProgress: (readBytes: number) => Promise<void> | void;
  /** How many threads scan beside this one; 0 for none. */
  readonly threads: number;
  /** What a thread runs: it must come to `serveScan`. */
  readonly program: string;
  readonly blockBytes?: number;
  readonly pieceBytes?: number;
}

/**
 * Trace events from a file that lies on the disk as it is, scanned in parts by threads of their own and joined in
 * order. What is around the list of events, and parts that were cut in the wrong place, is read here.
 */
export async function readTraceEventsFile(
  path: string,
  sink: TraceSink,
  options: FileReadingOptions,
): Promise<void> {
  const file = openSync(path, 'r');
  try {
    await new FileReading(file, sink, options).read();
  } finally {
    closeSync(file);
  }
}

class FileReading {
  readonly #file: number;
  readonly #size: number;
  readonly #options: FileReadingOptions;
  readonly #stream: EventStream;
  readonly #blockBytes: number;
  #wrongCuts = 0;

  constructor(file: number, sink: TraceSink, options: FileReadingOptions) {
    this.#file = file;
    this.#size = fstatSync(file).size;
    this.#options = options;
    this.#stream = new EventStream(sink, options.createScanner());
    this.#blockBytes = options.blockBytes ?? BLOCK_BYTES;
  }

  async read(): Promise<void> {
    const pieceBytes = this.#options.pieceBytes ?? PIECE_BYTES;
    let threads: ScanThreads | null = null;
    let strings: BatchStrings[] = [];
    let at = 0;
    try {
      while (at < this.#size) {
        const room = this.#stream.room(Math.min(pieceBytes, this.#size - at));
        const read = readAll(this.#file, room, 0, room.length, at);
        if (read === 0) break;
        this.#stream.fill(read);
        at += read;
        await this.#options.onProgress(at);
        if (!this.#mayCut()) continue;
        threads ??= new ScanThreads(this.#options.program, this.#options.threads, this.#file, this.#size);
        if (strings.length === 0)
          strings = Array.from({ length: threads.count }, () => this.#stream.strings());
        this.#stream.forget();
        await this.#readBlocks(threads, strings);
        at = this.#stream.offset;
      }
      this.#stream.end();
    } finally {
      await threads?.end();
    }
  }

  #mayCut(): boolean {
    if (this.#options.threads === 0 || this.#wrongCuts >= MOST_WRONG_CUTS || !this.#stream.isInList)
      return false;
    return this.#size - this.#stream.offset > this.#blockBytes;
  }

  /** As far as parts fit together, or to the end of the list. */
  async #readBlocks(threads: ScanThreads, strings: readonly BatchStrings[]): Promise<void> {
    const first = this.#stream.offset;
    const taskOf = (index: number) => {
      const from = first + index * this.#blockBytes;
      if (from >= this.#size) return null;
      return { index, from, to: Math.min(this.#size, from + this.#blockBytes), isExact: index === 0 };
    };
    // Strings are numbered over all that a scanner sees, whether it is of use or not.
    const dropped = (block: ScannedBlock, thread: number): void => {
      for (const { batch } of block.batches) strings[thread]?.learn(batch.strings);
    };
    for await (const { block, thread } of threads.blocks(taskOf, dropped)) {
      if (block.begin !== this.#stream.offset) {
        dropped(block, thread);
        this.#wrongCuts += 1;
        return;
      }
      for (const packed of block.batches)
        this.#stream.takeBatch(packed.batch, strings[thread] as BatchStrings, packedBytes(packed));
      this.#stream.goOn(block.used, block.isListEnd);
      await this.#options.onProgress(block.used);
      if (block.isListEnd) return;
      if (block.used !== block.end) {
        this.#wrongCuts += 1;
        return;
      }
      await turn();
    }
  }
}
