import { expect, it } from 'vitest';
import type { OperatorProfile } from '../../../contract/profile.ts';
import { placementWords } from './placement-words.ts';
import { placementOf } from './placement.ts';

const PLAIN = { perIteration: 1, outputs: [], selfMs: 1, family: 'matrix' };
const operator = (provider: string, change: Partial<OperatorProfile> = {}): OperatorProfile =>
  ({ ...PLAIN, provider, ...change }) as OperatorProfile;
const copy = operator('webgpu', {
  family: 'copy',
  selfMs: 0.25,
  outputs: [{ tensor: 'x', type: 'float32', shape: [256, 1024] }],
});

it('tells what fell back to the CPU, the dearest first, and what copies cost', () => {
  const operators = [
    operator('webgpu'),
    operator('cpu', { selfMs: 0.5 }),
    copy,
    operator('cpu', { selfMs: 1.4 }),
    copy,
  ];
  const placement = placementOf('webgpu', operators, 10);
  expect(placement).toEqual({
    provider: 'webgpu',
    operators: 5,
    byProvider: [
      { provider: 'cpu', operators: 2, selfMs: 1.9, share: 0.19 },
      { provider: 'webgpu', operators: 3, selfMs: 1.5, share: 0.15 },
    ],
    fallbacks: [3, 1],
    fallbackMs: 1.9,
    copies: { count: 2, bytes: 2 * 1024 * 1024, selfMs: 0.5 },
  });
  expect(placementWords(placement)).toBe(
    '3 of 5 operators on webgpu; 2 on the CPU cost 1.90 ms and 2 copies (2.00 MiB, 500 µs).',
  );
});

it('has no fall-back where the CPU was asked for', () => {
  const placement = placementOf('cpu', [operator('cpu'), operator('cpu')], 10);
  expect(placement.fallbacks).toEqual([]);
  expect(placementWords(placement)).toBe('2 of 2 operators on the CPU.');
});

it('does not know the bytes of copies whose shapes were not recorded', () => {
  const placement = placementOf('cuda', [{ ...copy, provider: 'cuda', outputs: [] }], 10);
  expect(placement.copies.bytes).toBeNull();
  expect(placementWords(placement)).toBe('1 of 1 operator on cuda, with 1 copy (250 µs).');
});

it('holds where nothing was recorded', () => {
  expect(placementOf('webgpu', [], 10)).toMatchObject({ operators: 0, byProvider: [], fallbackMs: 0 });
});
