import type { Cost } from './node-costs.ts';

/** What boxes are filled by. */
export const HEAT_METRICS = ['time', 'memory', 'flops', 'intensity', 'placement'] as const;
export type HeatMetric = (typeof HEAT_METRICS)[number];

/** Null: nobody can tell, and for placement there is no amount. */
export function heatOf(metric: HeatMetric, { selfMs, flops, bytesRead, bytesWritten }: Cost): number | null {
  switch (metric) {
    case 'time':
      return selfMs;
    case 'memory':
      return bytesWritten;
    case 'flops':
      return flops;
    case 'intensity': {
      if (flops === null || bytesRead === null || bytesWritten === null) return null;
      const bytes = bytesRead + bytesWritten;
      return bytes > 0 ? flops / bytes : null;
    }
    case 'placement':
      return null;
  }
}
