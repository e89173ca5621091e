import { describe, expect, it } from 'vitest';
import type { HardwareChannel, HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { ChannelSeries, Recording } from '../../../contract/recording.ts';
import { channel, device } from '../hardware/catalog.fixture.ts';
import { stripChannels, stripMarks, stripRows } from './strip-rows.ts';

const devices: readonly HardwareDevice[] = [
  device('cpu', 'cpu'),
  device('g0', 'gpu'),
  ...['t0', 't1', 't2'].map((id) => device(id, 'sensor')),
];
const channels: readonly HardwareChannel[] = [
  channel('cpu', 'cpu.clock'),
  channel('cpu', 'pressure.io'),
  channel('g0', 'gpu.use'),
  channel('g0', 'gpu.power'),
  channel('g0', 'gpu.throttle'),
  ...['t0', 't1', 't2'].map((id) => channel(id, 'sensor.temperature')),
];
const recording = { devices, channels } as Recording;

function line(id: string, values: readonly number[]): ChannelSeries {
  return {
    channel: id,
    atSeconds: Float64Array.from(values, (_, index) => index),
    values: Float64Array.from(values),
  };
}
const all = channels.map(({ id }) => line(id, [1, 1]));

describe('the strip beneath a run', () => {
  it('shows clocks, cards, power and two temperatures, and reads no more than that', () => {
    expect(stripRows(recording, all).map(({ id }) => id)).toEqual([
      'cpu/cpu.clock',
      'g0/gpu.use',
      'g0/gpu.power',
      'g0/gpu.throttle',
      't0/sensor.temperature',
      't1/sensor.temperature',
    ]);
    expect(stripChannels(recording)).not.toContain('cpu/pressure.io');
    const both = { ...recording, channels: [...channels, channel('cpu', 'cpu.clock-fastest')] };
    expect(stripChannels(both)).toContain('cpu/cpu.clock-fastest');
  });

  it('leaves out what could not be read while it measured', () => {
    const silent = all.map((one) => (one.channel === 'g0/gpu.power' ? line(one.channel, [Number.NaN]) : one));
    expect(stripRows(recording, silent).map(({ id }) => id)).not.toContain('g0/gpu.power');
  });

  it('says which card it is where there are two', () => {
    const two: Recording = {
      ...recording,
      devices: [...devices, device('g1', 'gpu')],
      channels: [...channels, channel('g1', 'gpu.use')],
    };
    const titles = stripRows(two, [...all, line('g1/gpu.use', [1])]).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['g0 · GPU', 'g1 · GPU']));
  });

  it('marks throttling by its reason, cut to what is shown', () => {
    // Power limit from second 1 to 3.
    const series = [line('g0/gpu.throttle', [1, 4, 4, 1])];
    const { cards, processor } = stripMarks(recording, series, { min: 0, max: 2 });
    expect(cards).toEqual([{ kind: 'throttling', fromSeconds: 1, toSeconds: 2, words: 'g0: power limit' }]);
    expect(processor).toEqual([]);
    expect(stripMarks(recording, series, { min: 3.5, max: 9 }).cards).toEqual([]);
  });
});
