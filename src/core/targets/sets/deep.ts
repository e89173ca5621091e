import type { WrittenTargets } from './types.ts';

export const deep: WrittenTargets = {
  name: 'deep',
  title: 'Deep',
  description:
    'Work that may take its time. 20 to 40 tokens a second are aimed at, with 32K tokens of context.',
  targets: [
    'p50 <= 3 s',
    'p95 <= 10 s',
    'p99 <= 30 s',
    'requestsPerMinute >= 10',
    'tokensPerSecond >= 20',
    'gpuMemory <= 16 GB',
    'contextTokens >= 32768',
  ],
};
