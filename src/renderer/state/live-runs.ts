import { useSyncExternalStore } from 'react';
import type { LiveRun } from '../../contract/run.ts';
import { api, onCoreEvent, onOnline } from './connection.ts';
import { hostNow } from './hardware.ts';
import { LiveFeed, type LiveState } from './live-feed.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';

/** Ended feeds stay for the page that shows them; the oldest go. */
const FEEDS_KEPT = 16;

const feeds = new Map<string, LiveFeed>();
const listeners = new Map<string, Set<() => void>>();

export function followLiveRuns(): void {
  onCoreEvent((event) => {
    if (event.type !== 'run-progress') return;
    feedOf(event.progress.runId).step(event.progress, hostNow());
    tell(event.progress.runId);
  });
  onOnline(() => {
    api.liveRuns().then(restart, () => undefined);
  });
}

function restart(runs: readonly LiveRun[]): void {
  queryClient.setQueryData(queryKeys.live, runs);
  for (const live of runs) {
    feedOf(live.run.id).restart(live, hostNow());
    tell(live.run.id);
  }
}

function feedOf(runId: string): LiveFeed {
  const known = feeds.get(runId);
  if (known !== undefined) return known;
  const feed = new LiveFeed();
  feeds.set(runId, feed);
  for (const oldest of feeds.keys()) {
    if (feeds.size <= FEEDS_KEPT) break;
    feeds.delete(oldest);
  }
  return feed;
}

function tell(runId: string): void {
  listeners.get(runId)?.forEach((listener) => listener());
}

export function onLiveRun(runId: string, listener: () => void): () => void {
  const own = listeners.get(runId) ?? new Set();
  listeners.set(runId, own.add(listener));
  return () => {
    own.delete(listener);
    if (own.size === 0) listeners.delete(runId);
  };
}

/** For charts, which take the points as they are drawn. */
export function liveFeed(runId: string): LiveFeed | null {
  return feeds.get(runId) ?? null;
}

/**
 * Renders when what is selected changes, and only then: select text or numbers, not new objects. Null where this
 * page knows of no such live run.
 */
export function useLiveRun<Selected>(
  runId: string | null,
  select: (state: LiveState) => Selected,
): Selected | null {
  return useSyncExternalStore(
    (listener) => (runId === null ? () => undefined : onLiveRun(runId, listener)),
    () => {
      const state = runId === null ? null : (feeds.get(runId)?.state ?? null);
      return state === null ? null : select(state);
    },
  );
}
