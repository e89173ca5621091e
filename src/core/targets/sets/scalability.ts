import type { WrittenTargets } from './types.ts';

export const scalability: WrittenTargets = {
  name: 'scalability',
  title: 'Scalability',
  description: 'Many users at once.',
  targets: ['users >= 1000', 'queuedAtPeak <= 100', 'gpuUse >= 70 %'],
};
