import { describe, expect, it } from 'vitest';
import { annotationScore } from './annotation-score.ts';

describe('the score against people’s annotations', () => {
  it('counts the first value for everybody, so that nothing found is not nothing', () => {
    expect(annotationScore([], [[143], [144]])).toBeCloseTo(2 / 3, 12);
    expect(annotationScore([], [[], []])).toBe(1);
  });

  it('lets each found change match one, within five', () => {
    expect(annotationScore([149], [[144]])).toBe(1);
    expect(annotationScore([150], [[144]])).toBe(0.5);
    expect(annotationScore([20], [[18, 22]])).toBeCloseTo(0.8, 12);
    expect(annotationScore([28, 60], [[28], []])).toBeCloseTo(0.8, 12);
  });
});
