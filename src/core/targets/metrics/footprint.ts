import type { Run } from '../../../contract/run.ts';
import { peakOf } from '../../analysis/footprint.ts';
import { measuredOr, notMeasured, type Metric, type Reading } from './types.ts';

const NO_MEMORY = 'The size of the measuring process is not known.';
const NO_GPU = 'No card told it while the run measured.';

export const FOOTPRINT_METRICS: readonly Metric[] = [
  {
    id: 'memory',
    label: 'peak memory',
    unit: 'bytes',
    read: ({ run }) => measuredOr(peakOf(run), NO_MEMORY),
  },
  {
    id: 'memoryGrowth',
    label: 'memory over idle',
    unit: 'bytes',
    read: ({ run }) => {
      const [peak, idle] = [peakOf(run), run.resources?.idleBytes ?? null];
      return measuredOr(peak === null || idle === null ? null : peak - idle, NO_MEMORY);
    },
  },
  {
    id: 'gpuMemory',
    label: 'GPU memory',
    unit: 'bytes',
    read: ({ run }) => onGpu(run, run.hardware?.gpuMemoryMaxBytes),
  },
  {
    id: 'gpuUse',
    label: 'GPU use',
    unit: 'percent',
    read: ({ run }) => onGpu(run, run.hardware?.gpuMeanPercent),
  },
  {
    id: 'cpuOfCore',
    label: 'CPU, of one core',
    unit: 'percent',
    read: ({ run }) => {
      const cores = run.resources?.cpuCores ?? null;
      const percent = cores === null ? run.hardware?.workerCpuMeanPercent : cores * 100;
      return measuredOr(percent, 'The processor time of the measuring process is not known.');
    },
  },
  {
    id: 'modelSize',
    label: 'model file',
    unit: 'bytes',
    read: ({ run }) => measuredOr(run.model.fileBytes, NO_MEMORY),
  },
  {
    id: 'loadTime',
    label: 'load',
    unit: 'ms',
    read: ({ run }) => measuredOr(run.phases.loadMs, 'The model was not loaded.'),
  },
  {
    id: 'firstRunTime',
    label: 'first run',
    unit: 'ms',
    read: ({ run }) => measuredOr(run.phases.firstRunMs, 'The model never ran.'),
  },
  {
    id: 'contextTokens',
    label: 'context length',
    unit: 'number',
    read: ({ run }) =>
      measuredOr(
        run.config.generation?.promptTokens ?? run.config.sequence,
        'The model has no sequence axis.',
      ),
  },
  {
    id: 'flopsPerSecond',
    label: 'operations a second',
    unit: 'per-second',
    read: ({ run }) =>
      measuredOr(run.work?.flopsPerSecond, 'The model’s file does not tell how many operations it takes.'),
  },
];

function onGpu({ config }: Run, value: number | null | undefined): Reading {
  return config.provider === 'cpu' ? notMeasured('The run was on the CPU.') : measuredOr(value, NO_GPU);
}
