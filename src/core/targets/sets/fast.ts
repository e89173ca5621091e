import type { WrittenTargets } from './types.ts';

export const fast: WrittenTargets = {
  name: 'fast',
  title: 'Fast',
  description:
    'Answers while somebody waits. 50 to 100 tokens a second are aimed at; the lower end is the target.',
  targets: [
    'p50 <= 200 ms',
    'p95 <= 500 ms',
    'p99 <= 1 s',
    'requestsPerMinute >= 1000',
    'tokensPerSecond >= 50',
    'gpuMemory <= 4 GB',
    'cpuOfCore <= 20 %',
  ],
};
