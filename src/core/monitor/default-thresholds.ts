import type { Threshold, WatchedMetric } from '../../contract/alert.ts';

const WINDOW = 10;

/** Dyno's own lines: they can be changed and switched off, and come back as they are here. */
export const DEFAULT_THRESHOLDS: readonly Threshold[] = [
  line('inference', 'inference.latency', 'above', 1000),
  line('cpu', 'cpu.use', 'above', 80),
  line('memory', 'memory.use', 'above', 85),
  line('gpu', 'gpu.use', 'above', 90),
  line('p95', 'inference.p95', 'above', 2000),
  line('error-rate', 'inference.error-rate', 'above', 0.05),
  // A session is created once a run: each one counts for itself.
  { ...line('session-load', 'session.load', 'above', 1000), window: 1 },
  line('store-write', 'store.write', 'above', 10),
  line('memory-limit', 'memory.limit-use', 'above', 90),
  line('cache-hits', 'cache.hit-rate', 'below', 80),
];

function line(id: string, metric: WatchedMetric, side: Threshold['side'], limit: number): Threshold {
  return { id, metric, device: null, side, limit, window: WINDOW, isOn: true, isBuiltIn: true };
}
