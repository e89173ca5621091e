import { parentPort, type MessagePort } from 'node:worker_threads';
import { eventScanner } from './event-scanner.ts';
import { moved } from './packed-batch.ts';
import { BlockScanner, type ScanTask } from './scan-block.ts';

const ROLE = 'scan-trace-events';

/** What a thread is started with: the file that its process has open. */
export interface ScanThreadTask {
  readonly role: typeof ROLE;
  readonly file: number;
  readonly size: number;
}

export function scanThreadTask(file: number, size: number): ScanThreadTask {
  return { role: ROLE, file, size };
}

export function isScanThreadTask(data: unknown): data is ScanThreadTask {
  return typeof data === 'object' && data !== null && 'role' in data && data.role === ROLE;
}

/** Answers each part that it is told to scan, until it is ended. */
export function serveScan({ file, size }: ScanThreadTask, port: MessagePort | null = parentPort): void {
  const scanner = new BlockScanner(file, size, eventScanner());
  port?.on('message', (task: ScanTask) => {
    const block = scanner.scan(task);
    port.postMessage(block, block.batches.flatMap(moved));
  });
}
