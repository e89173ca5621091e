import type { WrittenTargets } from './types.ts';

export const medium: WrittenTargets = {
  name: 'medium',
  title: 'Medium',
  description: 'Longer answers. 30 to 60 tokens a second are aimed at, with 8K tokens of context.',
  targets: [
    'p50 <= 800 ms',
    'p95 <= 2 s',
    'p99 <= 5 s',
    'requestsPerMinute >= 100',
    'tokensPerSecond >= 30',
    'gpuMemory <= 8 GB',
    'contextTokens >= 8192',
  ],
};
