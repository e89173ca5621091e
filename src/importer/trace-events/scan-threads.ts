import { Worker } from 'node:worker_threads';
import { asDynoError } from '../../contract/errors.ts';
import type { ScannedBlock, ScanTask } from './scan-block.ts';
import { scanThreadTask } from './scan-thread-task.ts';

/** Parts that a thread has before it at most, done or not: the next is there when one is done, and none pile up. */
const AHEAD = 2;

/** Columns lie outside of it: what is made inside is small and soon gone. */
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 8 };

/** Several threads that scan parts of one file. */
export class ScanThreads {
  readonly #threads: readonly Worker[];
  readonly #program: string;
  #failed: unknown = null;
  #onAnswer: () => void = () => undefined;
  readonly #done = new Map<number, ScannedBlock>();

  constructor(program: string, count: number, file: number, size: number) {
    this.#program = program;
    this.#threads = Array.from({ length: count }, () => {
      const thread = new Worker(this.#program, {
        workerData: scanThreadTask(file, size),
        resourceLimits: THREAD_MEMORY,
      });
      thread.on('message', (block: ScannedBlock) => {
        this.#done.set(block.index, block);
        this.#onAnswer();
      });
      thread.on('error', (error) => {
        this.#failed ??= error;
        this.#onAnswer();
      });
      return thread;
    });
  }

  get count(): number {
    return this.#threads.length;
  }

  /**
   * Parts in their order, and the thread that each came from. What has been handed out when whoever asks stops is
   * waited for, and given to `dropped`.
   */
  async *blocks(
    taskOf: (index: number) => ScanTask | null,
    dropped: (block: ScannedBlock, thread: number) => void,
  ): AsyncGenerator<{ readonly block: ScannedBlock; readonly thread: number }> {
    let [given, taken] = [0, 0];
    const threadOf = (index: number): number => index % this.count;
    const give = (): void => {
      while (given < taken + this.count * AHEAD) {
        const task = taskOf(given);
        if (task === null) return;
        this.#threads[threadOf(given)]?.postMessage(task);
        given += 1;
      }
    };
    const next = async (): Promise<ScannedBlock> => {
      for (;;) {
        const block = this.#done.get(taken);
        if (block !== undefined) {
          this.#done.delete(taken);
          taken += 1;
          return block;
        }
        if (this.#failed !== null) throw asDynoError(this.#failed);
        await new Promise<void>((resolve) => (this.#onAnswer = resolve));
      }
    };
    try {
      give();
      while (taken < given) {
        const block = await next();
        give();
        yield { block, thread: threadOf(block.index) };
      }
    } finally {
      while (taken < given && this.#failed === null) {
        const block = await next();
        dropped(block, threadOf(block.index));
      }
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}
