import { describe, expect, it } from 'vitest';
import { LiveTrack } from './live-track.ts';

describe('a live track', () => {
  it('holds what came, in order', () => {
    const track = new LiveTrack();
    track.append(Float64Array.of(0, 1), Float64Array.of(5, 6));
    track.append(Float64Array.of(2), Float64Array.of(7));
    expect([...track.line().x]).toEqual([0, 1, 2]);
    expect([...track.line().y]).toEqual([5, 6, 7]);
  });

  it('never grows beyond twice its limit and keeps every extreme', () => {
    const track = new LiveTrack(100);
    for (let step = 0; step < 500; step += 1) {
      const at = Float64Array.from({ length: 64 }, (_, index) => step * 64 + index);
      track.append(
        at,
        at.map((value) => (value === 777 ? 100 : value === 20_000 ? -3 : 1)),
      );
      expect(track.length).toBeLessThanOrEqual(200);
    }
    const { x, y } = track.line();
    expect(x[y.indexOf(100)]).toBe(777);
    expect(x[y.indexOf(-3)]).toBe(20_000);
    expect([...x]).toEqual([...x].sort((left, right) => left - right));
  });

  it('takes a batch larger than itself and starts again when cleared', () => {
    const track = new LiveTrack(10);
    const many = Float64Array.from({ length: 1000 }, (_, index) => index);
    track.append(many, many);
    expect(track.line().y[0]).toBe(0);
    expect(track.line().y.at(-1)).toBe(999);
    track.clear();
    expect(track.length).toBe(0);
  });

  it('keeps the beginning as finely drawn as the middle, however long it grows', () => {
    const track = new LiveTrack(200);
    for (let step = 0; step < 1000; step += 1) {
      const at = Float64Array.from({ length: 10 }, (_, index) => step * 10 + index);
      track.append(
        at,
        at.map((value) => Math.sin(value)),
      );
    }
    const { x } = track.line();
    const between = (from: number, to: number): number => x.filter((at) => at >= from && at < to).length;
    expect(between(0, 2000)).toBeGreaterThan(0.6 * between(4000, 6000));
  });
});
