import { describe, expect, it } from 'vitest';
import { noiseFloor } from './noise-floor.ts';
import { RandomStream } from './simulate/random-stream.ts';

describe('the noise floor', () => {
  it('encloses the next pair 19 times in 20', () => {
    const random = new RandomStream(7);
    const draw = (): number => Math.exp(0.02 * random.normal());
    let within = 0;
    const rounds = 4000;
    for (let round = 0; round < rounds; round += 1) {
      const known = noiseFloor('p50', Array.from({ length: 12 }, draw));
      if (Math.abs(Math.log(draw())) <= Math.log1p(known?.floor ?? 0)) within += 1;
    }
    expect(within / rounds).toBeGreaterThan(0.935);
    expect(within / rounds).toBeLessThan(0.965);
  });

  it('does not ask which side came first', () => {
    const ratios = [1.01, 0.98, 1.03, 1.002];
    const turned = noiseFloor(
      'mean',
      ratios.map((ratio) => 1 / ratio),
    );
    expect(turned?.floor).toBeCloseTo(noiseFloor('mean', ratios)?.floor ?? 0, 12);
  });

  it('is unknown from next to nothing', () => {
    expect(noiseFloor('p50', [1, 1.1])).toBeNull();
    expect(noiseFloor('p50', [1, 1.1, Number.NaN, 0, Infinity])).toBeNull();
  });
});
