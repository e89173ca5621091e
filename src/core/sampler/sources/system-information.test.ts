import type { Systeminformation } from 'systeminformation';
import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import { sourcesFor } from './index.ts';
import {
  mapBattery,
  mapClock,
  mapDisks,
  mapLoad,
  mapMemory,
  mapNetwork,
  mapTemperature,
  type Told,
} from './system-information/map.ts';
import { askingSource, type Question } from './system-information.ts';

const short = (told: readonly Told[]): Record<string, number> =>
  Object.fromEntries(
    told.map(({ device, metric, detail, value }) => [
      [device.id, metric, detail].filter(Boolean).join('/'),
      value,
    ]),
  );

describe('what systeminformation answers', () => {
  it('of a MacBook', () => {
    const network = (
      iface: string,
      operstate: string,
      received: number | null,
    ): Systeminformation.NetworkStatsData =>
      ({ iface, operstate, rx_sec: received, tx_sec: 20 }) as Systeminformation.NetworkStatsData;
    const all = [
      ...mapLoad({
        currentLoad: 12.5,
        cpus: [{ load: 20 }, { load: 5 }],
      } as Systeminformation.CurrentLoadData),
      ...mapClock({ min: 2.4, max: 3.2, avg: 2.8, cores: [] }),
      ...mapMemory({
        total: 16e9,
        available: 4e9,
        swaptotal: 2e9,
        swapused: 1e9,
        cached: 0,
      } as Systeminformation.MemData),
      ...mapDisks({ rx: 1, wx: 2, tx: 3, rx_sec: 1000, wx_sec: 500, tx_sec: 1500, ms: 1000 }),
      ...mapNetwork([network('en0', 'up', 100), network('lo0', 'up', 9), network('en1', 'down', 5)]),
      ...mapBattery({ hasBattery: true, percent: 81, acConnected: false } as Systeminformation.BatteryData),
      ...mapTemperature({ main: 48, cores: [], max: 50 }),
    ];
    expect(short(all)).toEqual({
      'cpu/cpu.use': 12.5,
      'cpu/cpu.core-use/0': 20,
      'cpu/cpu.core-use/1': 5,
      'cpu/cpu.clock': 2800,
      'cpu/cpu.clock-fastest': 3200,
      'memory/memory.used': 12e9,
      'memory/memory.use': 75,
      'memory/memory.swap-used': 1e9,
      'disk:all/disk.read': 1000,
      'disk:all/disk.written': 500,
      'network:en0/network.received': 100,
      'network:en0/network.sent': 20,
      'battery:0/battery.charge': 81,
      'battery:0/battery.on-mains': 0,
      'sensor:cpu/sensor.temperature': 48,
    });
  });

  it('of a Windows desktop that tells little, without a nought in its place', () => {
    expect(mapDisks(null)).toEqual([]);
    expect(mapBattery({ hasBattery: false } as Systeminformation.BatteryData)).toEqual([]);
    expect(mapTemperature({ main: -1, cores: [], max: -1 })).toEqual([]);
    expect(
      mapTemperature({ main: null, cores: [], max: null } as unknown as Systeminformation.CpuTemperatureData),
    ).toEqual([]);
    expect(short(mapClock({ min: 0, max: 0, avg: 0, cores: [] }))['cpu/cpu.clock']).toBeNaN();
    // The first answer has nothing to make a rate of, and yet the column is there.
    expect(
      short(
        mapNetwork([
          {
            iface: 'Ethernet',
            operstate: 'up',
            rx_sec: null,
            tx_sec: Number.NaN,
          } as unknown as Systeminformation.NetworkStatsData,
        ]),
      ),
    ).toEqual({
      'network:Ethernet/network.received': Number.NaN,
      'network:Ethernet/network.sent': Number.NaN,
    });
  });

  it('is asked for on macOS and Windows alone', () => {
    const on = (platform: string): boolean =>
      sourcesFor(platform).some(({ id }) => id === 'system-information');
    expect(['linux', 'darwin', 'win32'].map(on)).toEqual([false, true, true]);
  });
});

const battery = (charge: number): readonly Told[] =>
  mapBattery({ hasBattery: true, percent: charge, acConnected: true } as Systeminformation.BatteryData);

/** Answers when it is told to. */
function held(everyMs: number): {
  question: Question;
  asked: number;
  answer: (told: readonly Told[]) => Promise<void>;
} {
  const waiting: ((told: readonly Told[]) => void)[] = [];
  const entry = {
    asked: 0,
    question: {
      name: 'held',
      everyMs,
      ask: () => {
        entry.asked += 1;
        return new Promise<readonly Told[]>((resolve) => void waiting.push(resolve));
      },
    },
    async answer(told: readonly Told[]) {
      waiting.shift()?.(told);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return entry;
}

describe('asking the system', () => {
  it('never waits for an answer, asks each at its own pace, and lets no old value stand for a silent one', async () => {
    const slow = held(2000);
    const opening = askingSource([slow.question]).open(new WrittenMachine());
    await slow.answer(battery(80));
    const opened = await opening;
    if ('absent' in opened) throw new Error(opened.absent);
    const out = new Float64Array(2);
    const read = (): [number, number] => {
      void opened.reader.read(out, 0, 1000);
      return [out[0] as number, opened.reader.marks?.[0] ?? -1];
    };
    expect(read()).toEqual([80, MARKS.fresh]);
    expect(read()).toEqual([80, MARKS.repeat]);
    expect(slow.asked).toBe(2);
    await slow.answer(battery(79));
    expect(read()).toEqual([79, MARKS.fresh]);
    for (let second = 0; second < 12; second += 1) read();
    expect(read()[0]).toBeNaN();
    expect(slow.asked).toBe(3);
  });

  it('opens anew where devices come, and is absent where nothing is told', async () => {
    const one = held(1000);
    const opening = askingSource([one.question]).open(new WrittenMachine());
    await one.answer(battery(80));
    const opened = await opening;
    if ('absent' in opened) throw new Error(opened.absent);
    await opened.reader.read(new Float64Array(2), 0, 1000);
    await one.answer([...battery(80), ...mapTemperature({ main: 40, cores: [], max: 40 })]);
    expect(opened.reader.isOutdated?.()).toBe(true);
    const nothing = await askingSource([
      { name: 'x', everyMs: 1, ask: () => Promise.reject(new Error('no')) },
    ]).open(new WrittenMachine());
    expect('absent' in nothing && nothing.nextStep).not.toBe('');
  });
});
