import type { MessagePort } from 'node:worker_threads';
import { kernelNow } from '../child/kernel-clock.ts';
import { sourcesFor } from '../core/sampler/sources/index.ts';
import type { Surroundings } from '../core/sampler/sources/types.ts';
import { systemFiles } from '../core/sampler/system-files.ts';
import type { SourceTask, ThreadOrder } from '../core/sampler/threads/messages.ts';
import { ServedSource } from '../core/sampler/threads/serve-source.ts';
import { followProgram } from './follow-program.ts';
import { findNvml } from './find-nvml.ts';
import { runProgram } from './run-program.ts';

/** One source in this thread, until it is ended from outside. */
export async function serveSource(task: SourceTask, port: MessagePort): Promise<void> {
  const source = sourcesFor(process.platform).find(({ id }) => id === task.id);
  if (source?.placement !== 'thread') throw new Error(`${task.id} is no source that has a thread.`);
  const from: Surroundings = {
    files: systemFiles(),
    runProgram,
    followProgram,
    nvml: findNvml,
    // What concerns processes is read in the tick.
    watchedPid: () => null,
    followsProcesses: () => false,
    ownPids: () => [],
    gpuBytesOf: () => null,
    takeProcesses: () => undefined,
    ownCpuMs: () => Number.NaN,
  };
  const served = new ServedSource(
    source,
    from,
    {
      now: kernelNow,
      wall: () => Date.now(),
      sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
      tell: (word) => port.postMessage(word),
    },
    task.tickMs,
  );
  port.on('message', (order: ThreadOrder) => served.obey(order));
  await served.serve();
}
