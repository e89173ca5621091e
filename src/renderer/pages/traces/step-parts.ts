import type { StepSplit } from '../../../contract/trace-report.ts';
import type { StackedPart } from '../../../core/charts/stacked-parts.ts';

export interface StepPart extends StackedPart {
  readonly of: (step: StepSplit) => number;
}

/** In the order in which a moment is counted. */
export const STEP_PARTS: readonly StepPart[] = [
  { label: 'Kernels', of: ({ kernelUs }) => kernelUs, hue: ({ blue }) => blue },
  { label: 'Communication', of: ({ communicationUs }) => communicationUs, hue: ({ purple }) => purple },
  { label: 'Copies', of: ({ memcpyUs }) => memcpyUs, hue: ({ families }) => families.copy },
  { label: 'Memset', of: ({ memsetUs }) => memsetUs, hue: ({ families }) => families.movement },
  { label: 'CUDA runtime', of: ({ runtimeUs }) => runtimeUs, hue: ({ orange }) => orange },
  { label: 'Data loader', of: ({ dataLoaderUs }) => dataLoaderUs, hue: ({ families }) => families.control },
  { label: 'CPU operators', of: ({ cpuUs }) => cpuUs, hue: ({ sky }) => sky },
  { label: 'Other', of: ({ otherUs }) => otherUs, hue: ({ families }) => families.other },
];
