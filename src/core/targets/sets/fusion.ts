import type { WrittenTargets } from './types.ts';

export const fusion: WrittenTargets = {
  name: 'fusion',
  title: 'Fusion',
  description: 'Several modalities put together.',
  targets: ['timePerModality <= 50 ms', 'p50 <= 100 ms', 'memoryGrowth <= 500 MB', 'coherence >= 85 %'],
};
