import type { Range } from '../../../core/charts/chart.ts';
import { horizon } from '../../state/live-feed.ts';
import { liveFeed } from '../../state/live-runs.ts';

/** The time axis of a live run, in seconds: it grows in steps. */
export function axisOf(runId: string): Range {
  return { min: 0, max: horizon(liveFeed(runId)?.lastSecond ?? 0) };
}
