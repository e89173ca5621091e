import type { WrittenTargets } from './types.ts';

export const acceleration: WrittenTargets = {
  name: 'acceleration',
  title: 'Acceleration',
  description: 'What a GPU gains over the CPU of the same machine: name the CPU run as baseline.',
  targets: ['speedUpOverCpu >= 12.8 x', 'p50 <= 100 ms', 'gpuScaling >= 100 %'],
};
