import type { WrittenTargets } from './types.ts';

export const audio: WrittenTargets = {
  name: 'audio',
  title: 'Audio',
  description: 'Speech while it is spoken.',
  targets: [
    'timePerAudioSecond <= 100 ms',
    'realTimeLatency <= 50 ms',
    'memoryGrowth <= 1 GB',
    'wordAccuracy >= 95 %',
  ],
};
