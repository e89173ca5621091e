import { SETTINGS } from './settings.ts';
import type { Segment } from './segment.ts';

/**
 * How much neighbouring runs resemble each other (φ of an autoregression of the first order), about the levels of the
 * segments. An estimate about estimated means is low by (1 + 3φ)/n for each of them (Kendall 1954). What a series
 * without correlation shows by chance is taken off (positive part of James & Stein, 1961); the rest is raised by a margin.
 */
export function correlationAbout(segments: readonly Segment[], count: number): number {
  let squares = 0;
  let neighbours = 0;
  for (const segment of segments) {
    squares += segment.squares;
    neighbours += segment.neighbours;
  }
  if (squares === 0) return 0;
  const seen = neighbours / squares;
  const phi = seen + ((1 + 3 * seen) * segments.length) / count;
  if (phi <= 0) return 0;
  const sure = Math.max(0, 1 - 1 / (count * phi * phi));
  return Math.min(SETTINGS.highestCorrelation, phi * sure * SETTINGS.correlationMargin);
}
