import { describe, expect, it } from 'vitest';
import { joinedDifference } from './joined-difference.ts';
import type { GivenBatch } from './mailbox.ts';
import type { BatchAnswer } from './run-batch.ts';

/** A model whose answer to query n is n and 10 n, and to joined ones that much more. */
const mixing =
  (more: number) =>
  async ({ first, count }: GivenBatch): Promise<BatchAnswer> => ({
    serviceMs: 1,
    parts: Array.from({ length: count }, (_part, place) => {
      const query = first + place + 1;
      return { y: { shape: [2], data: Float32Array.of(query, 10 * query + (count > 1 ? more : 0)) } };
    }),
  });

describe('the answers of joined queries', () => {
  it('differ by a share of the output’s size', async () => {
    expect(await joinedDifference({ maxBatch: 8 }, mixing(0))).toBe(0);
    // The worst is the first query, whose largest element is 10.
    expect(await joinedDifference({ maxBatch: 8 }, mixing(5))).toBeCloseTo(0.5);
  });

  it('are not compared where nothing is joined', async () => {
    expect(await joinedDifference({ maxBatch: 1 }, mixing(5))).toBeNull();
  });
});
