import type { RunSeries } from '../../../contract/run.ts';
import type { Distribution } from '../../../core/charts/distribution.ts';

export function distributionOf(label: string, series: RunSeries): Distribution {
  return {
    label,
    count: series.sampleCount,
    quantiles: { levels: series.quantileLevels, values: series.quantilesMs },
  };
}
