import { describe, expect, it } from 'vitest';
import { LiveLine } from './live-line.ts';

describe('the line of a run that goes on', () => {
  it('keeps few points however long it runs, in order, with the one spike in it', () => {
    const line = new LiveLine();
    for (let batch = 0; batch < 500; batch += 1) {
      const latenciesMs = new Float64Array(1000).fill(1);
      if (batch === 123) latenciesMs[456] = 99;
      const fresh = line.add({ startMs: batch * 1000, endMs: (batch + 1) * 1000, latenciesMs });
      expect(fresh.x.length).toBeLessThanOrEqual(64);
    }
    const { x, y } = line.all();
    expect(x.length).toBeLessThanOrEqual(4000);
    expect(x.every((value, index) => index === 0 || value >= (x[index - 1] as number))).toBe(true);
    expect(Math.max(...y)).toBe(99);
    expect(x.at(-1)).toBeCloseTo(500, 0);
  });
});
