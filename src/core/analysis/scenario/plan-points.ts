import type { ScenarioConfig } from '../../../contract/scenario.ts';
import type { Milliseconds } from '../../../contract/units.ts';

/** One point to be measured. */
export interface PointPlan {
  readonly sessions: number;
  /** Clients in flight; null where queries come by the clock or all at once. */
  readonly streams: number | null;
  readonly offeredPerSecond: number | null;
  readonly durationMs: Milliseconds;
}

/** Of what the sessions can take: enough to keep them busy, not so much that chance alone makes queues. */
const USUAL_SHARE = 0.7;
/** Up to where they no longer keep up. */
const SWEPT_SHARES = [0.2, 0.4, 0.6, 0.75, 0.9, 1.1];

/** How many points there will be. */
export function countPoints({ sweep }: Pick<ScenarioConfig, 'sweep'>): number {
  return sweep === 'auto' ? SWEPT_SHARES.length : Math.max(1, sweep.length);
}

/** The most sessions that any point uses. */
export function sessionsNeeded({ kind, sessions, sweep }: ScenarioConfig): number {
  return kind === 'offline' && sweep !== 'auto' && sweep.length > 0 ? Math.max(...sweep) : sessions;
}

/** Whether the rates follow from what the sessions can take. */
export function needsCapacity({ kind, queriesPerSecond, sweep }: ScenarioConfig): boolean {
  return kind === 'server' && (sweep === 'auto' || (sweep.length === 0 && queriesPerSecond === null));
}

/** So many clients that no session is ever without a full batch. */
export function saturating(
  { maxBatch }: Pick<ScenarioConfig, 'maxBatch'>,
  sessions: number,
  durationMs: Milliseconds,
): PointPlan {
  return { sessions, streams: sessions * maxBatch * 2, offeredPerSecond: null, durationMs };
}

/** The points in the order in which they are measured; `capacityPerSecond` matters only where it is needed. */
export function planPoints(scenario: ScenarioConfig, capacityPerSecond: number): readonly PointPlan[] {
  const { kind, sessions, streams, queriesPerSecond, sweep, durationMs } = scenario;
  const plain: PointPlan = { sessions, streams: null, offeredPerSecond: null, durationMs };
  const swept = (usual: number): readonly number[] =>
    sweep === 'auto' || sweep.length === 0 ? [usual] : sweep;
  switch (kind) {
    case 'single-stream':
      return [{ ...plain, streams: 1 }];
    case 'multi-stream':
      return swept(streams).map((count) => ({ ...plain, streams: count }));
    case 'offline':
      return swept(sessions).map((count) => ({ ...plain, sessions: count }));
    case 'server': {
      const rates =
        sweep === 'auto'
          ? SWEPT_SHARES.map((share) => share * capacityPerSecond)
          : swept(queriesPerSecond ?? USUAL_SHARE * capacityPerSecond);
      return rates.map((rate) => ({ ...plain, offeredPerSecond: rate }));
    }
  }
}
