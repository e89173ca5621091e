import { parentPort, type MessagePort } from 'node:worker_threads';
import { fastestScanner } from './event-scanner.ts';
import { moved } from './packed-batch.ts';
import { BlockScanner, type ScanTask } from './scan-block.ts';
import type { ScanThreadTask } from './scan-thread-task.ts';

/** Answers each part that it is told to scan, until it is ended. */
export function serveScan({ file, size }: ScanThreadTask, port: MessagePort | null = parentPort): void {
  const scanner = new BlockScanner(file, size, fastestScanner());
  port?.on('message', (task: ScanTask) => {
    const block = scanner.scan(task);
    port.postMessage(block, block.batches.flatMap(moved));
  });
}
