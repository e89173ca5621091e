import type { HardwareDevice, HardwareSourceId } from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import type { SourceChannel } from '../sources/types.ts';

/** What a source's thread is started with. */
export interface SourceTask {
  readonly role: 'source';
  readonly id: HardwareSourceId;
  readonly tickMs: Milliseconds;
}

export function isSourceTask(data: unknown): data is SourceTask {
  return typeof data === 'object' && data !== null && 'role' in data && data.role === 'source';
}

/** What a thread tells, besides its values. */
export type SourceWord =
  | {
      readonly kind: 'opened';
      readonly devices: readonly HardwareDevice[];
      readonly channels: readonly SourceChannel[];
      readonly memory: SharedArrayBuffer;
    }
  | { readonly kind: 'absent' | 'failed'; readonly reason: string; readonly nextStep: string }
  | { readonly kind: 'gpu-bytes'; readonly bytes: ReadonlyMap<number, Bytes> };

/** What it is told. */
export interface ThreadOrder {
  readonly tickMs: Milliseconds;
}

/** A thread as its seat sees it. */
export interface SourceThread {
  tell(order: ThreadOrder): void;
  /** Stuck in native code, it goes on until that returns. */
  terminate(): void;
}

export type LaunchThread = (
  task: SourceTask,
  onWord: (word: SourceWord) => void,
  onExit: (reason: string) => void,
) => SourceThread;
