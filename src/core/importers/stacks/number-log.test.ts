import { describe, expect, it } from 'vitest';
import { NumberLog } from './number-log.ts';

describe('NumberLog', () => {
  it('gives every number back as it was', () => {
    const values = [
      0,
      1,
      -1,
      31,
      32,
      -32,
      63,
      64,
      8191,
      2 ** 31,
      -(2 ** 40),
      2 ** 50 - 1,
      2 ** 60,
      -(2 ** 53),
      0.5,
    ];
    const odd = [NaN, Infinity, -Infinity, 1e300, -1e-300];
    const many = Array.from(
      { length: 100_000 },
      (_, at) => at * (at % 3 === 0 ? -7 : 13) + (at % 11 === 0 ? 0.25 : 0),
    );
    const log = new NumberLog();
    for (const each of [...values, ...odd, ...many]) log.push(each);
    expect(log.count).toBe(values.length + odd.length + many.length);
    expect([...log]).toEqual([...values, ...odd, ...many]);
  });

  it('gives NaN behind the last, and begins anew when cleared', () => {
    const log = new NumberLog();
    log.push(5);
    const read = log.reader();
    expect([read(), read(), read()]).toEqual([5, NaN, NaN]);
    log.clear();
    log.push(6);
    expect([...log]).toEqual([6]);
  });
});
