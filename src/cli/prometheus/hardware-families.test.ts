import { describe, expect, it } from 'vitest';
import type { HardwareNow } from '../../contract/hardware-api.ts';
import {
  MARKS,
  METRICS,
  type HardwareChannel,
  type HardwareMetric,
} from '../../contract/hardware-channels.ts';
import { exposition } from './exposition.ts';
import { hardwareFamilies } from './hardware-families.ts';
import { metricName } from './metric-names.ts';

const channel = (metric: HardwareMetric, device: string, detail = ''): HardwareChannel => ({
  id: `${device}/${metric}/${detail}`,
  device,
  metric,
  detail,
  source: 'cpu',
  periodMs: 100,
});

function now(readings: readonly (readonly [HardwareChannel, number, number?])[]): HardwareNow {
  const channels = readings.map(([one]) => one);
  const devices = [...new Set(channels.map(({ device }) => device))].map((id) => ({
    id,
    kind: 'gpu' as const,
    name: id.toUpperCase(),
    totalBytes: null,
    partOf: null,
  }));
  return {
    catalog: { revision: 3, hertz: 10, devices, channels, sources: [] },
    frames: {
      revision: 3,
      atMs: Float64Array.of(1, 2),
      // A tick of other values comes first: the last one counts.
      values: Float64Array.from([...readings.map(() => -1), ...readings.map(([, value]) => value)]),
      marks: Uint8Array.from([...readings.map(() => 0), ...readings.map(([, , mark]) => mark ?? 0)]),
    },
    processes: null,
    health: null,
    alignment: null,
    wallMinusMonotonicMs: 0,
    recording: null,
  };
}

describe('hardware for Prometheus', () => {
  it('is in base units, with the device and what of it', () => {
    const text = exposition(
      hardwareFamilies(
        now([
          [channel('cpu.use', 'cpu'), 25],
          [channel('cpu.core-use', 'cpu', '3'), 50],
          [channel('cpu.clock', 'cpu'), 2400],
          [channel('gpu.energy', 'gpu:a'), 1234.5],
          [channel('sensor.temperature', 'sensor:x', 'Package'), 61],
        ]),
      ),
    );
    expect(text).toContain('dyno_cpu_use_ratio{device="cpu",name="CPU"} 0.25\n');
    expect(text).toContain('dyno_cpu_core_use_ratio{device="cpu",name="CPU",core="3"} 0.5\n');
    expect(text).toContain('dyno_cpu_clock_hertz{device="cpu",name="CPU"} 2400000000\n');
    expect(text).toContain('# TYPE dyno_gpu_energy_joules_total counter\n');
    expect(text).toContain('dyno_gpu_energy_joules_total{device="gpu:a",name="GPU:A"} 1234.5\n');
    expect(text).toContain(
      'dyno_sensor_temperature_celsius{device="sensor:x",name="SENSOR:X",sensor="Package"} 61\n',
    );
  });

  it('has no sample of what could not be read, and one of a zero that was', () => {
    const text = exposition(
      hardwareFamilies(
        now([
          [channel('gpu.power', 'gpu:a'), Number.NaN],
          [channel('gpu.power', 'gpu:b'), 40, MARKS.missing],
          [channel('gpu.use', 'gpu:a'), 0],
        ]),
      ),
    );
    expect(text).not.toContain('watts');
    expect(text).toContain('dyno_gpu_use_ratio{device="gpu:a",name="GPU:A"} 0\n');
  });

  it('gives a series to each reason of a card that is held back', () => {
    const text = exposition(hardwareFamilies(now([[channel('gpu.throttle', 'gpu:a'), 0x4 + 0x40]])));
    const active = text.match(/^dyno_gpu_throttled.*reason="([^"]+)"} 1$/gm) ?? [];
    expect(active.map((line) => /reason="([^"]+)"/.exec(line)?.[1])).toEqual([
      'power limit',
      'temperature (hardware)',
    ]);
  });

  it('says nothing of frames that belong to another catalog', () => {
    const { catalog, frames, ...rest } = now([[channel('cpu.use', 'cpu'), 25]]);
    expect(hardwareFamilies({ ...rest, catalog: catalog && { ...catalog, revision: 4 }, frames })).toEqual(
      [],
    );
  });

  it('names no family twice, with every metric and the sampler’s health on one page', () => {
    const metrics = Object.keys(METRICS) as HardwareMetric[];
    const all = now(metrics.map((metric) => [channel(metric, 'gpu:a'), 1] as const));
    const families = hardwareFamilies({
      ...all,
      health: {
        hertz: 10,
        ticks: 100,
        missedTicks: 0,
        jitterMs: { p50: 0.1, p99: 0.2, max: 0.3 },
        cpuPercent: 0.5,
        residentBytes: 1e8,
        sources: [],
      },
    });
    const names = families.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(metrics.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a name by the conventions for every metric, no two alike', () => {
    const names = (Object.keys(METRICS) as HardwareMetric[]).map((metric) => metricName(metric));
    for (const { name, type } of names) {
      expect(name).toMatch(/^dyno_[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
    }
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });
});
