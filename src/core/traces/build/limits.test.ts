import { describe, expect, it } from 'vitest';
import { CategoryList } from './category-list.ts';
import { CounterSamples } from './counter-samples.ts';
import { TrackList } from './track-list.ts';

const MOST = 65_535;

describe('what 16 bits number', () => {
  it('lets all tracks beyond the last but one share that', () => {
    const tracks = new TrackList();
    const numbers = Array.from({ length: MOST + 5 }, (_, number) =>
      tracks.number({ process: 'p', name: `thread ${number}`, kind: 'thread', sort: -number }),
    );
    expect(numbers.slice(MOST - 2)).toEqual([MOST - 2, ...Array.from({ length: 6 }, () => MOST - 1)]);
    expect(tracks.count).toBe(MOST);
    expect(tracks.title(MOST - 1).name).toBe('all other tracks');
    expect(tracks.folded).toBe(6);
    expect(tracks.inOrder().at(-1)).toBe(MOST - 1);
  });

  it('lets all categories beyond the last share it', () => {
    const categories = new CategoryList();
    const numbers = Array.from({ length: MOST + 5 }, (_, text) => categories.number(text));
    expect(numbers.slice(MOST - 2)).toEqual([MOST - 2, ...Array.from({ length: 6 }, () => MOST - 1)]);
    expect(categories.number(MOST + 4)).toBe(MOST - 1);
    expect([categories.texts.length, categories.folded]).toEqual([MOST, 6]);
  });

  it('leaves out counters beyond those that an index lists', () => {
    const counters = new CounterSamples();
    const numbers = Array.from({ length: 0x4000 + 2 }, (_, number) =>
      counters.number({ process: 'p', name: `counter ${number}`, unit: '' }),
    );
    for (const number of numbers) counters.add(number, 0, 1);
    expect(numbers.slice(-3)).toEqual([0x3fff, -1, -1]);
    expect([counters.count, counters.leftOut]).toEqual([0x4000, 2]);
  });
});
