import type { WrittenTargets } from './types.ts';

export const reliability: WrittenTargets = {
  name: 'reliability',
  title: 'Reliability',
  description: 'A service that stays up, over the window that was watched.',
  targets: ['uptime >= 99.9 %', 'errorRate <= 0.1 %', 'recoveryTime <= 5 min', 'durability >= 99.999 %'],
};
