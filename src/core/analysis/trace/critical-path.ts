import type { CriticalPath, CriticalPathPart } from '../../../contract/trace-report.ts';
import { ofStrings } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import { lastBefore, type HostSegments } from './host-segments.ts';
import { isLaunch, isSynchronisation } from './names.ts';
import { endOfRow } from './rows-in-time.ts';
import { lastEnded, stepWork, type StepWork, type WorkOrder } from './step-work.ts';
import type { Step } from './steps.ts';
import type { TraceColumns } from './trace-columns.ts';

type Kind = CriticalPathPart['kind'];
const KINDS: readonly Kind[] = ['kernel', 'memory', 'communication', 'host', 'launch', 'sync', 'idle'];
const MOST_SPANS = 200;
/** From the call to the kernel, where nothing is in its way. */
const LONGEST_LAUNCH_NS = 20_000;
/** Between two launches on a stream: a wait for an event further back is not looked for. */
const MOST_CALLS_BETWEEN = 2000;

/**
 * The longest chain of what waited for what through a step, found from its end: a kernel began when the one before it
 * on its stream had ended or when its launch had come, whichever was later; a call that waits ended with the work it
 * waited for; a thread with nothing to do waits for the thread that did something last. Each moment of the step lies on
 * it once, so that its parts add up to the step.
 */
export function criticalPath(
  columns: TraceColumns,
  work: GpuWork,
  order: WorkOrder,
  step: Step,
  originNs: number,
  rowInTrace: (row: number) => number,
): CriticalPath {
  const walk = new WalkBack(columns, work, stepWork(columns, work, order, step), step);
  walk.run();
  const duration = step.toNs - step.fromNs;
  const heaviest = [...walk.onPath].sort((a, b) => b[1].ns - a[1].ns).slice(0, MOST_SPANS);
  return {
    step: step.name,
    durationUs: duration / 1000,
    parts: KINDS.map((kind) => ({
      kind,
      totalUs: walk.spent[kind] / 1000,
      share: duration > 0 ? walk.spent[kind] / duration : 0,
    })),
    spans: heaviest
      .sort((a, b) => (columns.startNs[a[0]] as number) - (columns.startNs[b[0]] as number))
      .map(([row, { kind, ns }]) => ({
        span: rowInTrace(row),
        name: columns.strings[columns.name[row] as number] ?? '',
        kind,
        startUs: ((columns.startNs[row] as number) - originNs) / 1000,
        onPathUs: ns / 1000,
      })),
  };
}

class WalkBack {
  readonly spent: Record<Kind, number> = {
    kernel: 0,
    memory: 0,
    communication: 0,
    host: 0,
    launch: 0,
    sync: 0,
    idle: 0,
  };
  readonly onPath = new Map<number, { readonly kind: Kind; ns: number }>();
  readonly #columns: TraceColumns;
  readonly #work: GpuWork;
  readonly #within: StepWork;
  readonly #fromNs: number;
  readonly #mainTrack: number;
  readonly #launches: (name: number) => boolean;
  readonly #synchronises: (name: number) => boolean;
  readonly #waitsForEvent: (name: number) => boolean;
  #time: number;

  constructor(columns: TraceColumns, work: GpuWork, within: StepWork, step: Step) {
    this.#columns = columns;
    this.#work = work;
    this.#within = within;
    this.#fromNs = step.fromNs;
    this.#time = step.toNs;
    this.#mainTrack = step.row >= 0 ? (columns.track[step.row] as number) : -1;
    this.#launches = ofStrings(columns, isLaunch);
    this.#synchronises = ofStrings(columns, isSynchronisation);
    this.#waitsForEvent = ofStrings(columns, (name) => /StreamWaitEvent/.test(name));
  }

  /** Each turn goes back in time or along an edge of no length; the bound is for traces whose times make no sense. */
  run(): void {
    let turns = 1000 + 4 * this.#within.byEnd.length;
    for (const { row } of this.#within.threads) turns += 4 * row.length;
    const last = lastEnded(this.#within, this.#work, this.#fromNs, this.#time, () => true);
    let place = last >= 0 && (this.#work.endNs[last] as number) >= this.#time ? last : -1;
    let thread = this.#threadOf(this.#mainTrack) ?? this.#lastActive(null);
    while (this.#time > this.#fromNs && turns > 0) {
      turns -= 1;
      if (place >= 0) {
        const next = this.#throughWork(place);
        place = next.place;
        if (next.track !== null) thread = this.#threadOf(next.track) ?? thread;
      } else if (thread === undefined) {
        place = lastEnded(this.#within, this.#work, this.#fromNs, this.#time, () => true);
        this.#spend('idle', -1, place < 0 ? this.#fromNs : (this.#work.endNs[place] as number));
      } else {
        const next = this.#throughHost(thread);
        place = next.place;
        thread = next.thread;
      }
    }
    this.#spend('idle', -1, this.#fromNs);
  }

  #throughWork(place: number): { readonly place: number; readonly track: number | null } {
    const { startNs, endNs, launch, isKernel, isCommunication, row } = this.#work;
    const kind = isCommunication[place] === 1 ? 'communication' : isKernel[place] === 1 ? 'kernel' : 'memory';
    this.#spend(kind, row[place] as number, startNs[place] as number);
    const call = launch[place] as number;
    const before = this.#within.before[place] as number;
    const ranDry = before < 0 ? Number.NEGATIVE_INFINITY : (endNs[before] as number);
    const other = this.#waitedFor(place, before, ranDry);
    if (other >= 0) {
      this.#spend('sync', -1, endNs[other] as number);
      return { place: other, track: null };
    }
    const callStart = call < 0 ? Number.NEGATIVE_INFINITY : (this.#columns.startNs[call] as number);
    // Kernels of a graph may overlap on one stream: then the one before is gone through from here on.
    if (before >= 0 && ranDry >= callStart) {
      this.#spend('idle', -1, ranDry);
      return { place: before, track: null };
    }
    if (call < 0) return { place: -1, track: null };
    this.#spend('launch', -1, Math.min(this.#time, endOfRow(this.#columns, call)));
    return { place: -1, track: this.#columns.track[call] as number };
  }

  /**
   * Work of another stream, where the launching thread made this one wait for an event since the launch before, or
   * where it began so late that something must have held it.
   */
  #waitedFor(place: number, before: number, ranDryNs: number): number {
    const { startNs, endNs, launch, stream } = this.#work;
    const call = launch[place] as number;
    if (call < 0) return -1;
    const since = before < 0 ? -1 : (launch[before] as number);
    const called = Math.max(ranDryNs, endOfRow(this.#columns, call));
    const isLate = (startNs[place] as number) - called > LONGEST_LAUNCH_NS;
    if (!isLate && !this.#hasEventWait(call, since)) return -1;
    const from = Math.max(ranDryNs, this.#columns.startNs[call] as number, this.#fromNs);
    const own = stream[place] as number;
    const other = lastEnded(
      this.#within,
      this.#work,
      from,
      startNs[place] as number,
      (each) => stream[each] !== own,
    );
    return other >= 0 && (endNs[other] as number) <= this.#time ? other : -1;
  }

  #hasEventWait(call: number, since: number): boolean {
    const segments = this.#threadOf(this.#columns.track[call] as number);
    if (segments === undefined) return false;
    const begin = since < 0 ? this.#fromNs : (this.#columns.startNs[since] as number);
    const last = lastBefore(segments, this.#columns.startNs[call] as number);
    for (let at = last; at >= Math.max(0, last - MOST_CALLS_BETWEEN); at -= 1) {
      if ((segments.from[at] as number) < begin) return false;
      if (this.#waitsForEvent(this.#columns.name[segments.row[at] as number] as number)) return true;
    }
    return false;
  }

  #throughHost(thread: HostSegments): { readonly place: number; readonly thread: HostSegments | undefined } {
    const at = lastBefore(thread, this.#time);
    const to = at < 0 ? Number.NEGATIVE_INFINITY : (thread.to[at] as number);
    if (to < this.#time) {
      const other = this.#lastActive(thread);
      const until = other === undefined ? Number.NEGATIVE_INFINITY : this.#activeUntil(other);
      this.#spend('idle', -1, Math.max(until, to, this.#fromNs));
      return { place: -1, thread: until > to ? other : thread };
    }
    const row = thread.row[at] as number;
    const from = thread.from[at] as number;
    const waited = this.#workWaitedFor(row, from);
    if (waited >= 0) {
      this.#spend('sync', row, this.#work.endNs[waited] as number);
      return { place: waited, thread };
    }
    const isCall = this.#launches(this.#columns.name[row] as number);
    this.#spend(isCall ? 'launch' : 'host', row, from);
    return { place: -1, thread };
  }

  /** What a call waited for: all that ran, or (a copy that blocks) its own work. */
  #workWaitedFor(row: number, fromNs: number): number {
    const { endNs } = this.#work;
    if (this.#synchronises(this.#columns.name[row] as number)) {
      return lastEnded(this.#within, this.#work, fromNs, this.#time, () => true);
    }
    const own = this.#within.launched.get(row) ?? -1;
    if (own < 0) return -1;
    const ended = endNs[own] as number;
    return ended > fromNs && ended <= this.#time ? own : -1;
  }

  #threadOf(track: number): HostSegments | undefined {
    return this.#within.threads.find((thread) => thread.track === track);
  }

  #activeUntil(thread: HostSegments): number {
    const at = lastBefore(thread, this.#time);
    return at < 0 ? Number.NEGATIVE_INFINITY : Math.min(this.#time, thread.to[at] as number);
  }

  #lastActive(except: HostSegments | null): HostSegments | undefined {
    let best: HostSegments | undefined;
    let until = Number.NEGATIVE_INFINITY;
    const processOf = ({ track }: HostSegments): string | undefined =>
      this.#columns.info.tracks[track]?.process;
    for (const thread of this.#within.threads) {
      if (thread === except || (except !== null && processOf(thread) !== processOf(except))) continue;
      const own = this.#activeUntil(thread);
      if (own <= until) continue;
      best = thread;
      until = own;
    }
    return best;
  }

  #spend(kind: Kind, row: number, fromNs: number): void {
    const from = Math.max(fromNs, this.#fromNs);
    const length = this.#time - from;
    if (length <= 0) return;
    this.#time = from;
    this.spent[kind] += length;
    if (row < 0) return;
    const known = this.onPath.get(row);
    if (known === undefined) this.onPath.set(row, { kind, ns: length });
    else known.ns += length;
  }
}
