import { describe, expect, it } from 'vitest';
import { channel, device } from './catalog.fixture.ts';
import { deviceGroups } from './device-groups.ts';

const GIB = 1024 ** 3;

describe('what the page shows of a catalog', () => {
  it('goes from the processor to what is reported from outside, whatever the order of the catalog', () => {
    const devices = [
      device('outside', 'outside'),
      device('sda', 'disk'),
      device('g0', 'gpu'),
      device('memory', 'memory'),
      device('cpu', 'cpu'),
    ];
    const channels = [
      channel('outside', 'outside.value', 'queue'),
      channel('sda', 'disk.busy'),
      channel('g0', 'gpu.use'),
      channel('memory', 'memory.use'),
      channel('cpu', 'cpu.use'),
    ];
    expect(deviceGroups(devices, channels).map(({ title }) => title)).toEqual([
      'cpu',
      'memory',
      'g0',
      'Disks',
      'Reported from outside',
    ]);
  });

  it('puts the parts of a card right after it, and says whose parts they are', () => {
    const devices = [
      device('mig', 'gpu', { partOf: 'g1', totalBytes: 18 * GIB }),
      device('g0', 'gpu'),
      device('g1', 'gpu'),
    ];
    const channels = devices.map(({ id }) => channel(id, 'gpu.use'));
    const groups = deviceGroups(devices, channels);
    expect(groups.map(({ id }) => id)).toEqual(['g0', 'g1', 'mig']);
    expect(groups[2]?.detail).toBe('18.0 GiB · part of g1');
  });

  it('draws two directions in one chart, and every core in one strip', () => {
    const devices = [device('cpu', 'cpu'), device('eth0', 'network')];
    const channels = [
      channel('cpu', 'cpu.core-use', '0'),
      channel('cpu', 'cpu.core-use', '1'),
      channel('eth0', 'network.sent'),
      channel('eth0', 'network.received'),
    ];
    const [cpu, network] = deviceGroups(devices, channels);
    expect(cpu?.rows).toHaveLength(1);
    expect(cpu?.rows[0]).toMatchObject({ kind: 'heat', title: 'Each core' });
    expect(network?.rows).toHaveLength(1);
    expect(network?.rows[0]?.title).toBe('Received, sent');
    expect(network?.detail).toBe('eth0');
    const looks = network?.rows[0]?.series.map(({ label, hue }) => [label, hue]);
    expect(looks).toEqual([
      ['received', 'sky'],
      ['sent', 'orange'],
    ]);
  });

  it('never draws two lines of one row in one hue', () => {
    const devices = [device('g', 'gpu'), device('cpu', 'cpu')];
    const metrics = ['gpu.clock', 'gpu.sm-clock', 'gpu.power', 'gpu.power-limit', 'gpu.temperature'] as const;
    const channels = [
      ...metrics.map((metric) => channel('g', metric)),
      channel('g', 'gpu.memory-temperature'),
      ...(['process.read', 'process.written'] as const).map((metric) => channel('cpu', metric)),
      ...(['pressure.cpu', 'pressure.memory', 'pressure.io'] as const).map((metric) =>
        channel('cpu', metric),
      ),
    ];
    for (const { series } of deviceGroups(devices, channels).flatMap(({ rows }) => rows)) {
      expect(new Set(series.map(({ hue }) => hue)).size).toBe(series.length);
    }
  });

  it('leaves out what only grows, and devices of which nothing can be read', () => {
    const devices = [device('cpu', 'cpu'), device('mute', 'gpu')];
    const channels = [channel('cpu', 'cpu.energy'), channel('cpu', 'cpu.power')];
    const groups = deviceGroups(devices, channels);
    expect(groups.map(({ id }) => id)).toEqual(['cpu']);
    expect(groups[0]?.rows.map(({ title }) => title)).toEqual(['CPU power']);
  });

  it('scales memory to its capacity, use to the whole, and what is seldom more than a little to itself', () => {
    const [group] = deviceGroups(
      [device('memory', 'memory', { totalBytes: 8 * GIB })],
      [channel('memory', 'memory.used'), channel('memory', 'memory.cached')],
    );
    expect(group?.rows.map(({ top }) => top)).toEqual([8 * GIB, null]);
    const [cpu] = deviceGroups(
      [device('cpu', 'cpu')],
      [channel('cpu', 'cpu.use'), channel('cpu', 'cpu.steal')],
    );
    expect(cpu?.rows.map(({ top }) => top)).toEqual([100, null]);
  });
});
