import { describe, expect, it } from 'vitest';
import type {
  HardwareChannel,
  HardwareDevice,
  HardwareMetric,
  HardwareSourceId,
  HardwareSourceReport,
} from '../../../contract/hardware-channels.ts';
import type { ChannelSeries } from '../../../contract/recording.ts';
import { energyOfRun, type EnergyUse } from './energy-of-run.ts';
import { energySentences } from './energy-words.ts';
import { constant, readCounter, readPower, type Signal } from './meter.test-support.ts';

const LOOK = { from: -4, to: 22, every: 0.1 };
const BOUNDS = { fromSeconds: 0, toSeconds: 20, idleUntilSeconds: -1 };
const USE: EnergyUse = {
  provider: 'cuda',
  cpuModel: 'Intel Xeon',
  inferences: 1000,
  samples: 4000,
  tokens: 512_000,
  flops: 2e9,
};

const device = (
  id: string,
  kind: HardwareDevice['kind'],
  more: Partial<HardwareDevice> = {},
): HardwareDevice => ({
  id,
  kind,
  name: id,
  totalBytes: null,
  partOf: null,
  ...more,
});
const channel = (
  of: string,
  metric: HardwareMetric,
  source: HardwareSourceId,
  detail = '',
): HardwareChannel => ({
  id: [of, metric, detail].filter(Boolean).join('/'),
  device: of,
  metric,
  detail,
  source,
  periodMs: 100,
});
const report = (id: HardwareSourceId, reason: string, nextStep = ''): HardwareSourceReport => ({
  id,
  title: id,
  state: 'absent',
  reason,
  nextStep,
  periodMs: 100,
  readMs: null,
  costPercent: null,
});
const counter = (of: HardwareChannel, signal: Signal): ChannelSeries => ({
  channel: of.id,
  ...readCounter(signal, LOOK, { update: 0.001, step: 0.0001, startsAt: 1000 }),
});
const power = (of: HardwareChannel, signal: Signal): ChannelSeries => ({
  channel: of.id,
  ...readPower(signal, LOOK, 1),
});
/** 10 W until second −1, then 60 W. */
const working: Signal = {
  watts: (seconds) => (seconds < -1 ? 10 : 60),
  joulesUntil: (seconds) => (seconds < -1 ? 10 * seconds : -10 + 60 * (seconds + 1)),
};

const CPU = device('cpu', 'cpu', { name: 'Processor' });
const GPU = device('gpu:1', 'gpu', { name: 'NVIDIA GeForce RTX 3090' });
const PACKAGES = [0, 1].map((socket) => channel('cpu', 'cpu.energy', 'rapl', `package-${socket}`));
const CORES = channel('cpu', 'cpu.energy', 'rapl', 'core');
const DRAM = channel('cpu', 'cpu.energy', 'rapl', 'dram');
const GPU_ENERGY = channel('gpu:1', 'gpu.energy', 'nvml');
const GPU_POWER = channel('gpu:1', 'gpu.power', 'nvml');

describe('a run’s energy', () => {
  it('adds up sockets and memory, and nothing twice that lies within another', () => {
    const channels = [...PACKAGES, CORES, DRAM, GPU_ENERGY, GPU_POWER];
    const series = channels.map((each) =>
      each === GPU_POWER ? power(each, constant(500)) : counter(each, constant(50)),
    );
    const energy = energyOfRun(series, { devices: [CPU, GPU], channels, sources: [] }, BOUNDS, USE);
    expect(energy?.devices.map(({ joules }) => Math.round(joules))).toEqual([3000, 1000]);
    expect(energy?.devices.map(({ method }) => method)).toEqual(['counter', 'counter']);
    expect(energy?.joules).toBeCloseTo(4000, 0);
    expect(energy?.meanWatts).toBeCloseTo(200, 0);
    expect(energy?.perInferenceJoules).toBeCloseTo(4, 2);
    expect(energy?.perSampleJoules).toBeCloseTo(1, 2);
    expect(energy?.perTokenJoules).toBeCloseTo(4000 / 512_000, 5);
    expect(energy?.operationsPerJoule).toBeCloseTo((2e9 * 1000) / 4000, -6);
    expect(energy?.unmetered).toEqual([]);
    expect(energy?.errorPercent).toBeGreaterThan(5);
    expect(energy?.errorPercent).toBeLessThan(7);
  });

  it('takes idling off where the machine was seen idle, and says that it was not where it was not', () => {
    const recording = { devices: [CPU], channels: PACKAGES.slice(0, 1), sources: [] };
    const series = [counter(PACKAGES[0] as HardwareChannel, working)];
    const seen = energyOfRun(series, recording, BOUNDS, { ...USE, provider: 'cpu' });
    expect(seen?.devices[0]?.idleWatts).toBeCloseTo(10, 1);
    expect(seen?.aboveIdle?.joules).toBeCloseTo(1000, -1);
    expect(seen?.aboveIdle?.perInferenceJoules).toBeCloseTo(1, 1);
    const unseen = energyOfRun(series, recording, { ...BOUNDS, idleUntilSeconds: -4 }, USE);
    expect(unseen?.aboveIdle).toBeNull();
  });

  it('falls back on power where a counter does not move', () => {
    const channels = [GPU_ENERGY, GPU_POWER];
    const series = [counter(GPU_ENERGY, constant(0)), power(GPU_POWER, working)];
    const energy = energyOfRun(series, { devices: [CPU, GPU], channels, sources: [] }, BOUNDS, USE);
    expect(energy?.devices[0]).toMatchObject({ method: 'integrated-power', source: 'nvml' });
    expect(Math.abs((energy?.joules ?? 0) - 1200)).toBeLessThan(energy?.devices[0]?.errorJoules ?? 0);
  });

  it('names what has no meter with its source’s own reason', () => {
    const sources = [report('rapl', 'RAPL is readable by root only', 'Allow it: chmod a+r …')];
    const energy = energyOfRun([], { devices: [CPU], channels: [], sources }, BOUNDS, USE);
    expect(energy).toMatchObject({ joules: null, devices: [], perInferenceJoules: null, aboveIdle: null });
    expect(energy?.unmetered[0]).toEqual({
      deviceName: 'Processor',
      reason: 'RAPL is readable by root only. Allow it: chmod a+r …',
    });
    expect(energySentences(energy as NonNullable<typeof energy>)[0]).toMatch(
      /^not measurable here: Processor: RAPL/,
    );
  });

  it('counts no card for a run on the processor, no part of a card, and says a card’s 0 W is none', () => {
    const part = device('gpu:1/mig:1.0', 'gpu', { partOf: 'gpu:1' });
    const recording = { devices: [CPU, GPU, part], channels: [...PACKAGES, GPU_POWER], sources: [] };
    const series = [...PACKAGES.map((each) => counter(each, constant(50))), power(GPU_POWER, constant(0))];
    const onCpu = energyOfRun(series, recording, BOUNDS, { ...USE, provider: 'cpu' });
    expect(onCpu?.devices.map(({ deviceName }) => deviceName)).toEqual(['Processor']);
    expect(onCpu?.unmetered).toEqual([]);
    const onGpu = energyOfRun(series, recording, BOUNDS, USE);
    expect(onGpu?.unmetered).toEqual([
      { deviceName: GPU.name, reason: 'Its meter says 0 W, which nothing that runs draws.' },
    ]);
  });

  it('takes the battery for the whole machine where nothing else is metered, and only then', () => {
    const battery = device('battery:BAT0', 'battery', { name: 'Battery' });
    const drawn = channel(battery.id, 'battery.power', 'battery');
    const long = { ...BOUNDS, toSeconds: 200 };
    const series = [{ channel: drawn.id, ...readPower(constant(12), { from: -4, to: 210, every: 1 }, 10) }];
    const sources = [report('rapl', 'There is none')];
    const alone = energyOfRun(series, { devices: [CPU, battery], channels: [drawn], sources }, long, USE);
    expect(alone?.devices[0]).toMatchObject({ source: 'battery', device: 'battery:BAT0' });
    expect(alone?.joules).toBeCloseTo(2400, 0);
    expect(alone?.unmetered).toHaveLength(1);
    const both = energyOfRun(
      [
        ...series,
        {
          channel: 'cpu/cpu.energy/package-0',
          ...readCounter(constant(50), { from: -4, to: 210, every: 0.1 }, { update: 0.001, step: 0.0001 }),
        },
      ],
      { devices: [CPU, battery], channels: [drawn, PACKAGES[0] as HardwareChannel], sources },
      long,
      USE,
    );
    expect(both?.devices.map(({ source }) => source)).toEqual(['rapl']);
  });

  it('is null where nothing was measured', () => {
    expect(
      energyOfRun([], { devices: [], channels: [], sources: [] }, { ...BOUNDS, toSeconds: 0 }, USE),
    ).toBeNull();
  });
});
