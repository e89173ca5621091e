import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HardwareCatalog } from '../../contract/hardware-channels.ts';
import type { Inventory, SamplerApi, SamplerEvents } from '../../contract/sampler-api.ts';
import type { Child, ChildExit } from '../ports.ts';
import { HardwareWatch } from './hardware-watch.ts';

const CATALOG: HardwareCatalog = {
  revision: 1,
  hertz: 2,
  devices: [],
  channels: [
    { id: 'cpu/cpu.use', device: 'cpu', metric: 'cpu.use', detail: '', source: 'cpu', periodMs: 500 },
  ],
  sources: [],
};
const INVENTORY: Inventory = { cpuModel: 'a CPU', physicalCores: 2, gpus: [], osName: 'an OS' };

/** Samplers that the test lets speak and die. */
function aWatch(
  inventory: () => Promise<Inventory> = () => Promise.resolve(INVENTORY),
  clock = { now: 1000, remoteAhead: 0 },
) {
  const remoteNow = (): number => clock.now + clock.remoteAhead;
  const samplers: {
    readonly asked: unknown[][];
    /** The processor's use at a time of the monotonic clock. */
    readonly tick: (atMs: number, percent?: number) => void;
    readonly events: SamplerEvents;
    readonly die: () => void;
    killed: boolean;
  }[] = [];
  const warnings: string[] = [];
  const watch = new HardwareWatch({
    clock: { monotonic: () => clock.now, wall: () => 1e12 + clock.now },
    log: { debug: () => undefined, warn: (text) => void warnings.push(text), error: () => undefined },
    launchSampler(events: SamplerEvents) {
      let gone: (exit: ChildExit) => void = () => undefined;
      const asked: unknown[][] = [];
      const told = (...words: unknown[]): Promise<void> => {
        asked.push(words);
        return Promise.resolve();
      };
      const remote = {
        start: (hertz: number) => told('start', hertz),
        watch: (pid: number | null) => told('watch', pid),
        ownProcesses: () => Promise.resolve(),
        followProcesses: (isOn: boolean) => told('follow', isOn),
        clock: () => Promise.resolve(remoteNow()),
        inventory,
      };
      const sampler = {
        asked,
        tick: (atMs: number, percent = 50) =>
          events.onFrames({
            revision: 1,
            atMs: Float64Array.of(atMs),
            values: Float64Array.of(percent),
            marks: Uint8Array.of(0),
          }),
        events,
        die: () => gone({ code: 1, signal: null, lastWords: '' }),
        killed: false,
      };
      samplers.push(sampler);
      return {
        pid: samplers.length,
        connection: { remote, close: () => undefined },
        exited: new Promise<ChildExit>((resolve) => (gone = resolve)),
        kill: () => void (sampler.killed = true),
      } as unknown as Child<SamplerApi, SamplerEvents>;
    },
  });
  onTestFinished(() => watch.close());
  return { watch, samplers, warnings, clock };
}

describe('watching the hardware', () => {
  it('starts one sampler when it is first wanted, and no second', () => {
    const { watch, samplers } = aWatch();
    expect(samplers).toHaveLength(0);
    watch.start();
    watch.start();
    expect(samplers.map(({ asked }) => asked)).toEqual([[['start', 2]]]);
  });

  it('tells every listener each sample until it has heard enough', () => {
    const { watch, samplers } = aWatch();
    const heard: (number | null)[] = [];
    watch.start();
    const unlisten = watch.listen(({ cpuPercent }) => heard.push(cpuPercent));
    samplers[0]?.events.onCatalog(CATALOG);
    samplers[0]?.tick(1000, 20);
    unlisten();
    samplers[0]?.tick(2000, 30);
    expect(heard).toEqual([20]);
  });

  it('remembers two minutes', () => {
    const { watch, samplers } = aWatch();
    watch.start();
    samplers[0]?.events.onCatalog(CATALOG);
    for (const at of [0, 60_000, 120_000, 120_600]) samplers[0]?.tick(at);
    expect(watch.recent().map(({ at }) => at - 1e12)).toEqual([60_000, 120_000, 120_600]);
  });

  it('starts a sampler that died anew, with the process that it watched, and says so', async () => {
    const { watch, samplers, warnings } = aWatch();
    watch.start();
    watch.watch(77);
    samplers[0]?.die();
    await vi.waitFor(() => expect(samplers).toHaveLength(2));
    expect(samplers[1]?.asked).toEqual([
      ['start', 10],
      ['watch', 77],
    ]);
    expect(warnings).toEqual(['The hardware sampler ended (code 1).']);
  });

  it('gives up on one that dies again and again', async () => {
    const { watch, samplers, warnings } = aWatch();
    watch.start();
    for (let death = 1; death <= 4; death += 1) {
      samplers[death - 1]?.die();
      await vi.waitFor(() => expect(warnings).toHaveLength(death));
    }
    watch.start();
    expect(samplers).toHaveLength(4);
  });

  it('gives one that ran well for minutes its restarts back', async () => {
    const { watch, samplers, warnings, clock } = aWatch();
    watch.start();
    for (let death = 1; death <= 8; death += 1) {
      clock.now += 200_000;
      samplers[death - 1]?.die();
      await vi.waitFor(() => expect(warnings).toHaveLength(death));
    }
    expect(samplers).toHaveLength(9);
  });

  it('ticks as fast as the most demanding wants, and no faster when it has gone', () => {
    const { watch, samplers } = aWatch();
    const releaseSlow = watch.want(10);
    const releaseFast = watch.want(100);
    watch.watch(77);
    releaseFast();
    releaseFast();
    releaseSlow();
    watch.watch(null);
    const rates = samplers[0]?.asked.filter(([word]) => word === 'start').map(([, hertz]) => hertz);
    expect(rates).toEqual([10, 100, 10, 2]);
  });

  it('reads the table of processes while somebody wants it', () => {
    const { watch, samplers } = aWatch();
    const releases = [watch.wantProcesses(), watch.wantProcesses()];
    samplers[0]?.events.onProcesses({ at: 1, total: 0, rows: [] });
    expect(watch.processes?.at).toBe(1);
    for (const release of releases) release();
    expect(samplers[0]?.asked.filter(([word]) => word === 'follow')).toEqual([
      ['follow', true],
      ['follow', false],
    ]);
    expect(watch.processes).toBeNull();
  });

  it('tells frames by the host’s clock where the sampler’s is another', async () => {
    const { watch, samplers } = aWatch(undefined, { now: 5000, remoteAhead: 300 });
    const heard: number[][] = [];
    watch.start();
    watch.observe({ onFrames: ({ atMs }) => heard.push([...atMs]) });
    samplers[0]?.events.onCatalog(CATALOG);
    await vi.waitFor(() => expect(watch.alignment).toEqual({ offsetMs: 300, errorMs: 0, exchanges: 8 }));
    samplers[0]?.tick(5400);
    expect(heard).toEqual([[5100]]);
    expect(watch.frames()?.atMs).toEqual(Float64Array.of(5100));
    expect(watch.wallMinusMonotonicMs()).toBe(1e12);
  });

  it('asks for the inventory once, and again where that failed', async () => {
    const answer = vi.fn<() => Promise<Inventory>>();
    answer.mockRejectedValueOnce(new Error('Its driver hangs.')).mockResolvedValue(INVENTORY);
    const { watch } = aWatch(answer);
    expect(await watch.inventory()).toBeNull();
    expect(await watch.inventory()).toEqual(INVENTORY);
    expect(await watch.inventory()).toEqual(INVENTORY);
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it('does without an inventory that takes too long', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { watch } = aWatch(() => new Promise(() => undefined));
    const asked = watch.inventory();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await asked).toBeNull();
  });

  it('ends its sampler when it is closed, and starts none after', async () => {
    const { watch, samplers, warnings } = aWatch();
    watch.start();
    watch.close();
    samplers[0]?.die();
    await Promise.resolve();
    watch.start();
    expect([samplers.length, samplers[0]?.killed, warnings]).toEqual([1, true, []]);
  });
});
