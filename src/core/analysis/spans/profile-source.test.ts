import { describe, expect, it } from 'vitest';
import type { SpanTable } from '../../../contract/spans.ts';
import { typicalStretch } from './profile-source.ts';

/** Iterations of 10 µs that begin at these times. */
function iterations(...startUs: readonly number[]): SpanTable {
  const zeros = startUs.map(() => 0);
  return {
    names: startUs.map((_start, index) => `iteration ${index + 1}`),
    categories: ['idle'],
    tracks: [{ name: 'operators', group: 'cpu' }],
    name: Uint32Array.from(startUs.keys()),
    category: Uint8Array.from(zeros),
    track: Uint16Array.from(zeros),
    depth: Uint16Array.from(zeros),
    startUs: Float64Array.from(startUs),
    durationUs: Float64Array.from(startUs, () => 10),
    subject: Int32Array.from(zeros),
  };
}

describe('the stretch that a profile opens at', () => {
  it('is two iterations in the middle', () => {
    expect(typicalStretch(iterations(0, 11, 22, 33))).toEqual({ fromUs: 11, toUs: 32 });
  });

  it('is one of them where a session ended between', () => {
    expect(typicalStretch(iterations(0, 11, 5000, 5011))).toEqual({ fromUs: 11, toUs: 21 });
  });

  it('is none where there is little to choose from', () => {
    expect(typicalStretch(iterations(0, 11))).toBeNull();
  });
});
