import { describe, expect, it } from 'vitest';
import { createArena } from './arena.ts';

const MIB = 2 ** 20;

describe('the arena', () => {
  it('has resident what it handed out, not what it reserved', () => {
    const arena = createArena();
    arena.allocate(48 * MIB);
    arena.allocate(48 * MIB);
    expect(arena.touchedBytes).toBe(96 * MIB);
  });

  it('gives freed memory out again, merged with its free neighbours', () => {
    const arena = createArena();
    const parts = [1, 2, 3, 4].map(() => arena.allocate(MIB / 4));
    for (const part of parts) arena.free(part);
    arena.allocate(MIB);
    expect(arena.touchedBytes).toBe(MIB);
  });

  it('does not split a chunk that is less than twice as large', () => {
    const arena = createArena();
    arena.free(arena.allocate(MIB));
    arena.allocate(0.6 * MIB);
    arena.allocate(0.4 * MIB);
    expect(arena.touchedBytes).toBeCloseTo(1.4 * MIB, -3);
  });

  it('never gives out the same byte twice', () => {
    const arena = createArena();
    const held = [];
    let alive = 0;
    for (let step = 1; step < 400; step += 1) {
      const bytes = 256 * ((step * 7919) % 997);
      held.push({ bytes, allocation: arena.allocate(bytes) });
      alive += bytes;
      if (step % 3 !== 0) continue;
      const [gone] = held.splice((step * 31) % held.length, 1);
      if (gone === undefined) continue;
      arena.free(gone.allocation);
      alive -= gone.bytes;
      expect(arena.touchedBytes).toBeGreaterThanOrEqual(alive);
    }
  });

  it('takes numbers beyond all memory', () => {
    const arena = createArena();
    arena.allocate(3e16);
    expect(arena.touchedBytes).toBeGreaterThanOrEqual(3e16);
    expect(arena.touchedBytes).toBeLessThan(3.1e16);
  });
});
