import { parentChannel } from '../child/parent-channel.ts';
import { kernelNow } from '../child/kernel-clock.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';
import { takeInventory } from '../core/sampler/inventory.ts';
import { linuxMachine } from '../core/sampler/linux-machine.ts';
import { portableMachine } from '../core/sampler/portable-machine.ts';
import { TickLoop } from '../core/sampler/tick-loop.ts';

const HIGHEST_RATE = 100;

const loop = new TickLoop(
  process.platform === 'linux' ? linuxMachine() : portableMachine(),
  {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    ownCpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
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
      loop.start(Math.min(HIGHEST_RATE, Math.max(0.1, hertz)));
    },
    async watch(pid) {
      loop.watch(pid);
    },
    async ownProcesses() {},
    async followProcesses() {},
    clock: async () => kernelNow(),
    inventory: takeInventory,
  },
  { peer: 'the host', events: ['onSample'] },
);
