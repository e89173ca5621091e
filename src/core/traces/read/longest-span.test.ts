import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIndex, thread } from '../trace-index.test-support.ts';
import { zoomLevelCounts } from '../zoom-levels.ts';
import { longestSpanOf } from './longest-span.ts';

const ROWS = 5000;

describe('the levels over the rows of a lane', () => {
  const build = (): ReturnType<typeof builtIndex>['trace'] =>
    builtIndex((builder) => {
      // Two tracks, so that the second one's rows and nodes do not begin at 0.
      for (const name of ['first', 'second']) {
        const track = thread(builder, name);
        for (let row = 0; row < ROWS; row++) builder.span(track, 0, 0, 0, row * 100, (row * 7919) % 97, -1);
      }
    }).trace;

  it('tell the longest span of any stretch', () => {
    const trace = build();
    const longest = longestSpanOf(trace);
    fc.assert(
      fc.property(fc.nat(1), fc.nat(ROWS - 1), fc.nat(ROWS - 1), (lane, one, other) => {
        const at = lane * ROWS + Math.min(one, other);
        const after = lane * ROWS + Math.max(one, other) + 1;
        const stretch = trace.durationNs.subarray(at, after);
        expect(longest?.(lane, at, after)).toBe(at + stretch.indexOf(Math.max(...stretch)));
      }),
      { numRuns: 60 },
    );
  });

  it('go from the first start to the last end of the rows that they stand for', () => {
    const { zoom, startNs, durationNs } = build();
    const [nodes = 0] = zoomLevelCounts(ROWS);
    for (let node = 0; node < nodes; node++) {
      const last = Math.min(ROWS, (node + 1) * 16) - 1;
      expect(zoom.fromNs[node]).toBe(startNs[node * 16]);
      expect(zoom.toNs[node]).toBe((startNs[last] ?? 0) + (durationNs[last] ?? 0));
    }
    const top = zoomLevelCounts(ROWS).reduce((sum, count) => sum + count, 0) - 1;
    expect([zoom.fromNs[top], zoom.toNs[top]]).toEqual([
      startNs[0],
      (startNs[ROWS - 1] ?? 0) + (durationNs[ROWS - 1] ?? 0),
    ]);
  });
});
