import { describe, expect, it } from 'vitest';
import { formatChannel, formatReading, metricTitle, metricUnit, throttleWords } from './channel-words.ts';

describe('a reading in words', () => {
  it.each([
    [41.4, 'percent', '41 %'],
    [1024 ** 3 * 3.2, 'bytes', '3.20 GiB'],
    [1024 ** 2, 'bytes-per-second', '1.00 MiB/s'],
    [1410, 'megahertz', '1.41 GHz'],
    [0, 'watts', '0 W'],
    [2500, 'joules', '2.50 kJ'],
    [12, 'count', '12'],
  ] as const)('%d %s is %s', (value, unit, words) => {
    expect(formatChannel(value, unit)).toBe(words);
  });

  it('is a dash where nothing was read, never a zero', () => {
    for (const none of [null, undefined, Number.NaN]) {
      expect(formatChannel(none, 'watts')).toBe('—');
      expect(formatReading(none, 'gpu.throttle')).toBe('—');
    }
  });

  it('names what holds a card back, and not that it is idle', () => {
    expect(throttleWords(0x1)).toBe('none');
    expect(throttleWords(0x4 | 0x40)).toBe('power limit, temperature (hardware)');
    expect(formatReading(1, 'battery.on-mains')).toBe('mains');
  });

  it('knows hardware and Dyno’s own measurements', () => {
    expect([metricTitle('cpu.use'), metricUnit('inference.p95')]).toEqual(['CPU', 'ms']);
  });
});
