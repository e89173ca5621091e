import type { WrittenTargets } from './types.ts';

export const vision: WrittenTargets = {
  name: 'vision',
  title: 'Vision',
  description: 'One image, four images, and what they take in memory.',
  targets: [
    'imageTime <= 200 ms',
    'fourImagesTime <= 500 ms',
    'memoryGrowth <= 2 GB',
    'taskAccuracy >= 90 %',
  ],
};
