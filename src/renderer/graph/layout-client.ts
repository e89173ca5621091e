import { DynoError } from '../../contract/errors.ts';
import type { GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import type { GraphSkeleton } from '../../core/analysis/graph-layout/graph-skeleton.ts';
import LayoutWorker from './layout.worker.ts?worker';
import type { LayoutAnswer, LayoutRequest } from './layout.worker.ts';

/** A layout that takes longer is given up: what is folded is laid out in a fraction of it. */
const LONGEST_MS = 60_000;

/** Lays graphs out beside the page. A layout can only be stopped by ending its worker; the next one gets a new one. */
export class LayoutClient {
  readonly #skeleton: GraphSkeleton;
  #worker: Worker | null = null;
  #asked = 0;
  #end: ((reason: DynoError | null) => void) | null = null;

  constructor(skeleton: GraphSkeleton) {
    this.#skeleton = skeleton;
  }

  /** Null where it was stopped, by stop() or by the next request. */
  layout(isOpen: Uint8Array, onProgress: (share: number) => void): Promise<GraphScene | null> {
    if (this.#end !== null) this.stop();
    const worker = this.#open();
    this.#asked += 1;
    const ask = this.#asked;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(limit);
        worker.onmessage = null;
        worker.onerror = null;
        this.#end = null;
      };
      this.#end = (reason) => {
        settle();
        this.#close();
        if (reason === null) resolve(null);
        else reject(reason);
      };
      const limit = setTimeout(
        () => this.#end?.(failed(`It took longer than ${LONGEST_MS / 1000} s.`)),
        LONGEST_MS,
      );
      worker.onerror = (event) => {
        event.preventDefault();
        this.#end?.(failed(event.message === '' ? 'Its worker could not be started.' : event.message));
      };
      worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
        if (data.ask !== ask) return;
        if ('progress' in data) onProgress(data.progress);
        else if ('failure' in data) this.#end?.(failed(data.failure));
        else {
          settle();
          resolve(data.scene);
        }
      };
      worker.postMessage({ ask, isOpen } satisfies LayoutRequest);
    });
  }

  stop(): void {
    this.#end?.(null);
  }

  dispose(): void {
    this.stop();
    this.#close();
  }

  #open(): Worker {
    if (this.#worker !== null) return this.#worker;
    this.#worker = new LayoutWorker({ name: 'graph layout' });
    this.#worker.postMessage({ skeleton: this.#skeleton } satisfies LayoutRequest);
    return this.#worker;
  }

  #close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

function failed(why: string): DynoError {
  return new DynoError({
    code: 'INTERNAL',
    message: 'The graph could not be laid out.',
    subject: why,
    nextStep: 'Fold modules and try again, or save the model and report what it is.',
  });
}
