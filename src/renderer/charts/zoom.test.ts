import { expect, it } from 'vitest';
import { zoomBy } from './zoom.ts';

const full = { min: 0, max: 100 };

it('goes in around the middle and out no further than everything', () => {
  expect(zoomBy(full, full, 0.5)).toEqual({ min: 25, max: 75 });
  expect(zoomBy({ min: 25, max: 75 }, full, 2)).toBeNull();
  expect(zoomBy({ min: 0, max: 20 }, full, 2)).toEqual({ min: 0, max: 30 });
});
