/** Timestamps are cut to whole microseconds one by one, so that an inner event may seem to end later than its outer. */
const SLACK_US = 2;

export interface TimedEvent {
  readonly thread: number;
  readonly startUs: number;
  readonly durationUs: number;
}

/**
 * Which event each one ran inside of: its place, or −1. Events are written when they end, so that an outer one comes
 * after all that ran inside of it; what came before it on its thread and began after it did is inside. Of two that
 * begin in the same microsecond neither is inside the other: control flow takes longer to reach its body.
 */
export function parentsOf(events: readonly TimedEvent[]): Int32Array {
  const parents = new Int32Array(events.length).fill(-1);
  const open = new Map<number, number[]>();
  for (const [place, event] of events.entries()) {
    let roots = open.get(event.thread);
    if (roots === undefined) {
      roots = [];
      open.set(event.thread, roots);
    }
    for (let last = roots.at(-1); last !== undefined; last = roots.at(-1)) {
      if (!isInside(events[last] as TimedEvent, event)) break;
      parents[last] = place;
      roots.pop();
    }
    roots.push(place);
  }
  return parents;
}

function isInside(inner: TimedEvent, outer: TimedEvent): boolean {
  return (
    inner.startUs > outer.startUs &&
    inner.startUs + inner.durationUs <= outer.startUs + outer.durationUs + SLACK_US
  );
}
