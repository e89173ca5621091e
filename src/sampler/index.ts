import { parentChannel } from '../child/parent-channel.ts';
import { kernelNow } from '../child/kernel-clock.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';
import { takeInventory } from '../core/sampler/inventory.ts';
import { linuxMachine } from '../core/sampler/old/linux-machine.ts';
import { portableMachine } from '../core/sampler/old/portable-machine.ts';
import { SampleLoop } from '../core/sampler/old/sample-loop.ts';
import { Sampler } from '../core/sampler/sampler.ts';
import { systemFiles } from '../core/sampler/system-files.ts';
import { callAt } from './precise-timer.ts';
import { runProgram } from './run-program.ts';

const ownCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const sampler = new Sampler({
  platform: process.platform,
  files: systemFiles(),
  runProgram,
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

const loop = new SampleLoop(
  process.platform === 'linux' ? linuxMachine() : portableMachine(),
  {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    ownCpuMs,
    after: (delayMs, then) => {
      const timer = setTimeout(then, delayMs);
      return () => clearTimeout(timer);
    },
  },
  (sample) => void connection.remote.onSample(sample),
);

const connection: Connection<SamplerEvents, SamplerApi> = connect<SamplerEvents, SamplerApi>(
  parentChannel(),
  {
    async start(hertz) {
      loop.start(2);
      sampler.start(hertz);
    },
    async watch(pid) {
      loop.watch(pid);
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
  { peer: 'the host', events: ['onSample', 'onCatalog', 'onFrames', 'onHealth', 'onProcesses'] },
);
