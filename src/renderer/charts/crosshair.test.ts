import { expect, it } from 'vitest';
import { joinCrosshair } from './crosshair.ts';

it('shows the pointer in the other charts of the group only, while they are there', () => {
  const seen: Record<string, (number | null)[]> = { a: [], b: [], other: [] };
  const a = joinCrosshair('run', (at) => seen['a']?.push(at));
  const b = joinCrosshair('run', (at) => seen['b']?.push(at));
  joinCrosshair('another run', (at) => seen['other']?.push(at));
  a.point(1.5);
  a.point(null);
  b.leave();
  a.point(2);
  expect(seen).toEqual({ a: [], b: [1.5, null], other: [] });
});
