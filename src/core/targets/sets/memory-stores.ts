import type { WrittenTargets } from './types.ts';

export const memoryStores: WrittenTargets = {
  name: 'memory-stores',
  title: 'Memory stores',
  description: 'Working, episodic and semantic memory beside a model.',
  targets: [
    'workingStore <= 100 ms',
    'episodicStore <= 500 ms',
    'semanticStore <= 200 ms',
    'sizeReduction >= 50 %',
  ],
};
