import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceFiles, referenceFolder } from '../nvidia-smi/captures.test-support.ts';
import { parseRocm } from './parse.ts';

describe.skipIf(referenceFolder === null)('what rocm-smi printed (DYNO_REFERENCE)', () => {
  it.each(referenceFiles('rocm-smi', '.json').map((file) => [basename(file), file]))(
    '%s is read whole',
    (_name, file) => {
      const text = readFileSync(file, 'utf8');
      const raw = JSON.parse(text) as Record<string, Record<string, string>>;
      const answer = parseRocm(text);
      const keys = Object.keys(raw).filter((key) => key !== 'system');
      expect(answer?.cards.map(({ key }) => key)).toEqual(keys);
      for (const card of answer?.cards ?? []) {
        const of = raw[card.key] ?? {};
        const told = (key: string): number => Number(of[key]);
        expect(card.busId).toBe(of['PCI Bus']?.toLowerCase());
        expect(card.memoryBytes).toBe(told('VRAM Total Memory (B)'));
        expect(card.name).toContain(of['Card series'] ?? of['Card Series'] ?? '-');
        expect(Object.fromEntries(card.values)).toMatchObject({
          'gpu.use': told('GPU use (%)'),
          'gpu.memory-used': told('VRAM Total Used Memory (B)'),
          'gpu.temperature': told('Temperature (Sensor edge) (C)'),
          'gpu.memory-temperature': told('Temperature (Sensor memory) (C)'),
          'gpu.power': told('Average Graphics Package Power (W)'),
          'gpu.power-limit': told('Max Graphics Package Power (W)'),
          'gpu.clock': Number(/\d+/.exec(of['sclk clock speed:'] ?? '')?.[0]),
          'gpu.pcie-generation': 4,
          'gpu.pcie-width': 16,
        });
        expect(card.values.has('gpu.fan')).toBe('Fan speed (%)' in of);
      }
    },
  );
});

describe('rocm-smi', () => {
  const one = (told: Record<string, unknown>): ReadonlyMap<string, number> =>
    parseRocm(`WARNING: AMD GPU device(s) is/are in a low-power state\n${JSON.stringify({ card0: told })}\n`)
      ?.cards[0]?.values ?? new Map();

  it('of a later version tells under other names', () => {
    const values = one({
      'Temperature (Sensor junction) (C)': '41.0',
      'Temperature (Sensor edge) (C)': 'N/A',
      'Current Socket Graphics Package Power (W)': '129.0',
      'GPU Memory Read/Write Activity (%)': 7,
      'Accumulated Energy (uJ)': '1234567890.5',
    });
    expect(Object.fromEntries(values)).toEqual({
      'gpu.temperature': 41,
      'gpu.power': 129,
      'gpu.memory-busy': 7,
      'gpu.energy': 1234.5678905,
    });
  });

  it('makes no number of what is none', () => {
    for (const none of ['N/A', 'Unknown', 'unsupported', '', null, true, '1e400', {}]) {
      expect([...one({ 'GPU use (%)': none, 'Average Graphics Package Power (W)': none })]).toEqual([]);
    }
  });

  it('lists who holds memory, where it does', () => {
    const answer = parseRocm(
      '{"card0": {}, "system": {"PID4711": "python3, 1, 2147483648, 0, 0", "PID9": "x"}}',
    );
    expect([...(answer?.processes ?? [])]).toEqual([[4711, 2_147_483_648]]);
  });

  it('may print no JSON, or half of it', () => {
    for (const text of ['', 'ERROR: No AMD GPUs specified', '{"card0": {', '}{', '[1, 2]']) {
      expect(parseRocm(text)?.cards ?? []).toEqual([]);
    }
    fc.assert(fc.property(fc.json(), (text) => void parseRocm(text)));
  });
});
