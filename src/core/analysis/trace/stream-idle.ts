import { IDLE_REASONS, type Gap, type IdleReason, type StreamIdle } from '../../../contract/trace-report.ts';
import type { GpuWork, WorkStream } from './gpu-work.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * What one kernel needs to follow another that was launched in time: 1 to 2 µs on the cards whose traces were looked
 * at. HTA leaves it to its user and begins at 30 ns, under which none of the gaps in those traces was.
 */
const KERNEL_WAIT_NS = 2000;
const MOST_GAPS = 200;

export interface Idle {
  readonly streams: readonly StreamIdle[];
  readonly gaps: readonly Gap[];
  /** All of them, by columns: for what looks at where they lie. */
  readonly hostWaitFromNs: Float64Array;
  readonly hostWaitToNs: Float64Array;
}

/**
 * Gaps between the work of a stream, with the reason that Holistic Trace Analysis gives: host-wait where what came next
 * was launched only after the stream had run dry, kernel-wait where the gap is too short to mean anything, else other
 * (an event of another stream, memory, or a launch that the trace does not have).
 */
export function idleOf(columns: TraceColumns, work: GpuWork, originNs: number): Idle {
  const gaps: Found[] = [];
  const waits: number[] = [];
  const ends: number[] = [];
  const streams = work.streams.map((stream) =>
    idleOfStream(columns, work, stream, (gap) => {
      if (gap.reason === 'host-wait') {
        waits.push(gap.fromNs);
        ends.push(gap.toNs);
      }
      keepLongest(gaps, gap);
    }),
  );
  const longest = gaps.sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs)).slice(0, MOST_GAPS);
  const nameOf = (place: number): string =>
    columns.strings[columns.name[work.row[place] as number] as number] ?? '';
  return {
    streams,
    gaps: longest.map(({ stream, fromNs, toNs, reason, before, after }) => ({
      device: stream.device,
      stream: stream.stream,
      fromUs: (fromNs - originNs) / 1000,
      toUs: (toNs - originNs) / 1000,
      reason,
      before: nameOf(before),
      after: nameOf(after),
    })),
    hostWaitFromNs: Float64Array.from(waits),
    hostWaitToNs: Float64Array.from(ends),
  };
}

interface Found {
  readonly stream: WorkStream;
  readonly fromNs: number;
  readonly toNs: number;
  readonly reason: IdleReason;
  readonly before: number;
  readonly after: number;
}

function idleOfStream(
  columns: TraceColumns,
  work: GpuWork,
  stream: WorkStream,
  found: (gap: Found) => void,
): StreamIdle {
  const counts = { 'host-wait': 0, 'kernel-wait': 0, other: 0 };
  const totals = { 'host-wait': 0, 'kernel-wait': 0, other: 0 };
  let busyNs = 0;
  let end = Number.NEGATIVE_INFINITY;
  let before = -1;
  for (const place of stream.places) {
    const start = work.startNs[place] as number;
    const ownEnd = work.endNs[place] as number;
    if (before >= 0 && start > end) {
      const reason = reasonOf(columns, work, place, end, start);
      counts[reason] += 1;
      totals[reason] += start - end;
      found({ stream, fromNs: end, toNs: start, reason, before, after: place });
    }
    if (ownEnd > end || before < 0) {
      busyNs += ownEnd - Math.max(start, end);
      end = ownEnd;
      before = place;
    }
  }
  return {
    device: stream.device,
    stream: stream.stream,
    busyUs: busyNs / 1000,
    idleUs: (totals['host-wait'] + totals['kernel-wait'] + totals.other) / 1000,
    byReason: IDLE_REASONS.map((reason) => ({
      reason,
      count: counts[reason],
      totalUs: totals[reason] / 1000,
    })),
  };
}

function reasonOf(
  { startNs }: TraceColumns,
  { launch }: GpuWork,
  place: number,
  ranDryNs: number,
  nextNs: number,
): IdleReason {
  const call = launch[place] as number;
  if (call >= 0 && (startNs[call] as number) > ranDryNs) return 'host-wait';
  return nextNs - ranDryNs <= KERNEL_WAIT_NS ? 'kernel-wait' : 'other';
}

/** Kept in twice the number, so that sorting is rare. */
function keepLongest(gaps: Found[], gap: Found): void {
  gaps.push(gap);
  if (gaps.length < 2 * MOST_GAPS + 1) return;
  gaps.sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs));
  gaps.length = MOST_GAPS;
}
