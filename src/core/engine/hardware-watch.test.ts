import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HardwareSample } from '../../contract/hardware.ts';
import type { Inventory, SamplerApi, SamplerEvents } from '../../contract/sampler-api.ts';
import { tick } from '../analysis/trust/conditions.fixture.ts';
import type { Child, ChildExit } from '../ports.ts';
import { HardwareWatch } from './hardware-watch.ts';

const INVENTORY: Inventory = { cpuModel: 'a CPU', physicalCores: 2, gpus: [], osName: 'an OS' };

/** Samplers that the test lets speak and die. */
function aWatch(inventory: () => Promise<Inventory> = () => Promise.resolve(INVENTORY)) {
  const samplers: {
    readonly asked: unknown[][];
    readonly sample: (sample: HardwareSample) => void;
    readonly die: () => void;
    killed: boolean;
  }[] = [];
  const warnings: string[] = [];
  const watch = new HardwareWatch({
    clock: { monotonic: () => performance.now(), wall: () => Date.now() },
    log: { debug: () => undefined, warn: (text) => void warnings.push(text), error: () => undefined },
    launchSampler({ onSample }: SamplerEvents) {
      let gone: (exit: ChildExit) => void = () => undefined;
      const asked: unknown[][] = [];
      const told = (...words: unknown[]): Promise<void> => {
        asked.push(words);
        return Promise.resolve();
      };
      const remote = {
        start: (hertz: number) => told('start', hertz),
        watch: (pid: number | null) => told('watch', pid),
        inventory,
      };
      const sampler = {
        asked,
        sample: onSample,
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
  return { watch, samplers, warnings };
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
    const heard: number[] = [];
    watch.start();
    const unlisten = watch.listen(({ at }) => heard.push(at));
    samplers[0]?.sample(tick({ at: 1 }));
    unlisten();
    samplers[0]?.sample(tick({ at: 2 }));
    expect(heard).toEqual([1]);
  });

  it('remembers two minutes', () => {
    const { watch, samplers } = aWatch();
    watch.start();
    for (const at of [0, 60_000, 120_000, 120_001]) samplers[0]?.sample(tick({ at }));
    expect(watch.recent().map(({ at }) => at)).toEqual([60_000, 120_000, 120_001]);
  });

  it('starts a sampler that died anew, with the process that it watched, and says so', async () => {
    const { watch, samplers, warnings } = aWatch();
    watch.start();
    watch.watch(77);
    samplers[0]?.die();
    await vi.waitFor(() => expect(samplers).toHaveLength(2));
    expect(samplers[1]?.asked).toEqual([
      ['start', 2],
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
