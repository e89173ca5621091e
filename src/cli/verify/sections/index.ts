import type { Section } from '../types.ts';
import { ceilings } from './ceilings.ts';
import { drivers } from './drivers.ts';
import { kernels } from './kernels.ts';
import { pytorch } from './pytorch.ts';
import { sensors } from './sensors.ts';
import { webgpuModel } from './webgpu-model.ts';

/** In this order; together under eight minutes, even where each is cut off. */
export const SECTIONS: readonly Section[] = [drivers, kernels, ceilings, pytorch, sensors, webgpuModel];
