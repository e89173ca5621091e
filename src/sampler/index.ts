import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parentChannel } from '../child/parent-channel.ts';
import { kernelNow } from '../child/kernel-clock.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';
import { takeInventory } from '../core/sampler/inventory.ts';
import { Sampler } from '../core/sampler/sampler.ts';
import { systemFiles } from '../core/sampler/system-files.ts';
import { isSourceTask } from '../core/sampler/threads/messages.ts';
import { callAt } from './precise-timer.ts';
import { findNvml } from './find-nvml.ts';
import { serveSource } from './source-thread.ts';
import { followProgram } from './follow-program.ts';
import { runProgram } from './run-program.ts';

/** A source is a few numbers: V8 would take several times as much for itself. */
const THREAD_MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/** As a thread this same program reads one source that may block; as a process it is the sampler. */
const program = fileURLToPath(import.meta.url);
if (isMainThread || parentPort === null) serveHost();
else if (isSourceTask(workerData)) void serveSource(workerData, parentPort);

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function serveHost(): void {
  const sampler = new Sampler({
    platform: process.platform,
    files: systemFiles(),
    runProgram,
    followProgram,
    nvml: findNvml,
    launchThread: (task, onWord, onExit) => {
      const thread = new Worker(program, { workerData: task, resourceLimits: THREAD_MEMORY });
      let reason = 'Its thread ended.';
      thread.on('message', onWord);
      thread.on(
        'error',
        (error: unknown) => (reason = error instanceof Error ? error.message : String(error)),
      );
      thread.on('exit', () => onExit(reason));
      return {
        tell: (order) => thread.postMessage(order),
        terminate: () => void thread.terminate(),
      };
    },
    clock: {
      monotonic: kernelNow,
      wall: () => Date.now(),
      ownCpuMs,
      ownBytes: () => process.memoryUsage.rss(),
      at: (timeMs, then) => callAt(kernelNow, timeMs, then),
    },
    listener: {
      onCatalog: (catalog) => void connection.remote.onCatalog(catalog),
      onFrames: (frames) => void connection.remote.onFrames(frames),
      onHealth: (health) => void connection.remote.onHealth(health),
      onProcesses: (table) => void connection.remote.onProcesses(table),
    },
  });

  const connection: Connection<SamplerEvents, SamplerApi> = connect<SamplerEvents, SamplerApi>(
    parentChannel(endAtOnce),
    {
      async start(hertz) {
        sampler.start(hertz);
      },
      async watch(pid) {
        sampler.watch(pid);
      },
      async ownProcesses(pids) {
        sampler.ownProcesses(pids);
      },
      async followProcesses(isOn) {
        sampler.followProcesses(isOn);
      },
      clock: async () => kernelNow(),
      inventory: takeInventory,
    },
    { peer: 'the host', events: ['onCatalog', 'onFrames', 'onHealth', 'onProcesses'] },
  );
}

/** A thread that hangs in a driver cannot be ended, and leaving in order would wait for it. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
