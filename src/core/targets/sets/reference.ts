import type { WrittenTargets } from './types.ts';

export const reference: WrittenTargets = {
  name: 'reference',
  title: 'Reference',
  description: 'The figures of a published reference system.',
  targets: [
    'p50 <= 50 ms',
    'p95 <= 80 ms',
    'p99 <= 120 ms',
    'tokensPerSecond >= 2000',
    'memory <= 8.5 GB',
    'gpuUse >= 85 %',
    'requestsPerSecond >= 10000',
    'bleu >= 0.85',
    'rouge >= 0.82',
    'bertScore >= 0.88',
    'operationsPerWatt >= 1000',
  ],
};
