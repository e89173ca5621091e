import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HardwareCatalog, HardwareFrames } from '../../contract/hardware-channels.ts';
import { FrameRing } from './frame-ring.ts';

const catalog = (revision: number, ...ids: string[]): HardwareCatalog => ({
  revision,
  hertz: 10,
  devices: [],
  channels: ids.map((id) => ({
    id,
    device: id,
    metric: 'cpu.use',
    detail: '',
    source: 'cpu',
    periodMs: 100,
  })),
  sources: [],
});
const ticks = (revision: number, from: number, count: number, columns: number): HardwareFrames => ({
  revision,
  atMs: Float64Array.from({ length: count }, (_, row) => from + row),
  values: Float64Array.from(
    { length: count * columns },
    (_, cell) => (from + Math.floor(cell / columns)) * 10 + (cell % columns),
  ),
  marks: new Uint8Array(count * columns),
});

describe('the last ticks', () => {
  it('are the newest in order, however they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 20 }), (batches) => {
        const ring = new FrameRing(7);
        ring.adopt(catalog(1, 'a', 'b'));
        let at = 0;
        for (const count of batches) {
          ring.push(ticks(1, at, count, 2));
          at += count;
        }
        const kept = Math.min(7, at);
        const found = ring.frames();
        if (kept === 0) expect(found).toBeNull();
        else expect(found).toEqual(ticks(1, at - kept, kept, 2));
      }),
    );
  });

  it('go on with another rate, and begin anew with other columns', () => {
    const ring = new FrameRing(10);
    ring.adopt(catalog(1, 'a'));
    ring.push(ticks(1, 0, 2, 1));
    ring.adopt(catalog(2, 'a'));
    ring.push(ticks(2, 2, 1, 1));
    expect(ring.frames()).toEqual(ticks(2, 0, 3, 1));
    ring.adopt(catalog(3, 'a', 'b'));
    expect(ring.frames()).toBeNull();
  });

  it('are not taken from a catalog that is not known', () => {
    const ring = new FrameRing(10);
    ring.adopt(catalog(2, 'a'));
    ring.push(ticks(1, 0, 3, 1));
    expect(ring.frames()).toBeNull();
  });
});
