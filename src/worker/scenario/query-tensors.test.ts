import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedShape, partOfOutput, placeQuery } from './query-tensors.ts';

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Row-major by definition: what is checked must not be computed in the way that is checked. */
function at(shape: readonly number[], data: ArrayLike<number>, place: readonly number[]): number {
  const offset = place.reduce((sum, index, axis) => sum * (shape[axis] as number) + index, 0);
  return data[offset] as number;
}

function* places(shape: readonly number[]): Generator<readonly number[]> {
  for (let flat = 0; flat < count(shape); flat += 1) {
    const place: number[] = [];
    let rest = flat;
    for (const size of [...shape].reverse()) {
      place.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    yield place;
  }
}

const anyQuery = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    batch: fc.option(fc.nat(3)),
    sequence: fc.option(fc.nat(3)),
    joined: fc.integer({ min: 1, max: 3 }),
    cut: fc.nat(3),
  })
  .map(({ shape, batch, sequence, ...rest }) => {
    const axis = (wanted: number | null): number | null => (wanted === null ? null : wanted % shape.length);
    const axes = { batch: axis(batch), sequence: axis(sequence) };
    return { shape, axes: axes.batch === axes.sequence ? { ...axes, sequence: null } : axes, ...rest };
  });

describe('queries that are joined', () => {
  it('lie each in its own place, cut to its length, whatever the axes', () => {
    fc.assert(
      fc.property(anyQuery, ({ shape, axes, joined, cut }) => {
        const whole = axes.sequence === null ? 1 : (shape[axes.sequence] as number);
        const copies = axes.batch === null ? 1 : joined;
        const lengths = Array.from({ length: copies }, (_query, index) => 1 + ((cut + index) % whole));
        const paddedLength = Math.max(...lengths);
        const target = joinedShape(shape, axes, copies, paddedLength);
        const data = new Float32Array(count(target)).fill(-1);
        const sources = lengths.map((_length, query) =>
          Float32Array.from({ length: count(shape) }, (_value, index) => 1000 * query + index),
        );
        lengths.forEach((length, place) =>
          placeQuery(data, sources[place] as Float32Array, shape, axes, {
            place,
            count: copies,
            length,
            paddedLength,
          }),
        );
        for (const place of places(target)) {
          const rows = axes.batch === null ? 1 : (shape[axes.batch] as number);
          const query = axes.batch === null ? 0 : Math.floor((place[axes.batch] as number) / rows);
          const own = place.map((index, axis) => (axis === axes.batch ? index % rows : index));
          const beyond =
            axes.sequence !== null && (place[axes.sequence] as number) >= (lengths[query] as number);
          expect(at(target, data, place)).toBe(beyond ? -1 : at(shape, sources[query] as Float32Array, own));
        }
      }),
    );
  });
});

describe('a query’s part of an output', () => {
  const data = Float32Array.from({ length: 2 * 3 * 2 }, (_value, index) => index);

  it('is its rows', () => {
    const whole = { dims: [2, 3, 2], data };
    const second = partOfOutput(whole, [1], { place: 1, count: 2, length: 3, paddedLength: 3 });
    expect(second).toEqual({ shape: [1, 3, 2], data: data.slice(6) });
  });

  it('is without the padding', () => {
    const part = partOfOutput({ dims: [2, 3, 2], data }, [1], {
      place: 1,
      count: 2,
      length: 2,
      paddedLength: 3,
    });
    expect(part).toEqual({ shape: [1, 2, 2], data: data.slice(6, 10) });
  });

  it('is cut row by row where a query has several', () => {
    const part = partOfOutput({ dims: [2, 3, 2], data }, [1], {
      place: 0,
      count: 1,
      length: 1,
      paddedLength: 3,
    });
    expect(part).toEqual({ shape: [2, 1, 2], data: Float32Array.of(0, 1, 6, 7) });
  });

  it('is cut along the axis that is free, not along one that is as long by chance', () => {
    const wide = Float32Array.from({ length: 3 * 3 }, (_value, index) => index);
    const part = partOfOutput({ dims: [1, 3, 3], data: wide }, [2], {
      place: 0,
      count: 1,
      length: 2,
      paddedLength: 3,
    });
    expect(part).toEqual({ shape: [1, 3, 2], data: Float32Array.of(0, 1, 3, 4, 6, 7) });
  });

  it('is all of it where the output has no rows of its own', () => {
    const shared = { dims: [3], data: Float32Array.of(1, 2, 3) };
    expect(partOfOutput(shared, [], { place: 1, count: 2, length: 1, paddedLength: 1 }).data).toHaveLength(3);
  });
});
