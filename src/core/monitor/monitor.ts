import type { CoreEvent } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { HardwareNow, OutsideMetric } from '../../contract/hardware-api.ts';
import type { HardwareCatalog, HardwareFrames } from '../../contract/hardware-channels.ts';
import type { Recording } from '../../contract/recording.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { WATCH_HERTZ } from '../engine/hardware-watch.ts';
import { newId } from '../engine/new-run.ts';
import type { CorePorts } from '../ports.ts';
import type { Owner, Store } from '../store/store.ts';
import { AlertWatch } from './alert-watch.ts';
import type { HardwareFeed } from './hardware-feed.ts';
import { OutsideValues } from './outside-values.ts';
import { Recorder } from './recorder.ts';
import { RunRecording } from './run-recording.ts';

/** A clock that is a little ahead elsewhere is no reason to refuse a value. */
const AHEAD_MS = 60_000;
const LATE_MS = 60_000;
/** So much of the time before a run is recorded with it. */
const IDLE_MS = 10_000;

export interface MonitorSurroundings {
  readonly store: Store;
  readonly owner: Owner;
  readonly clock: CorePorts['clock'];
  readonly log: CorePorts['log'];
  readonly feed: HardwareFeed;
  emit(event: CoreEvent): void;
}

/** What the sampler and others tell, live: passed on to the pages, held against thresholds, recorded on request. */
export class Monitor {
  readonly alerts: AlertWatch;
  readonly outside = new OutsideValues();
  readonly #around: MonitorSurroundings;
  readonly #leave: () => void;
  readonly #recorders = new Set<Recorder>();
  #own: Recorder | null = null;
  #releaseOwn: () => void = () => undefined;
  #follows: readonly (() => void)[] | null = null;
  #lease: NodeJS.Timeout | undefined;
  #hertz = WATCH_HERTZ;
  #revision = 0;
  #catalog: HardwareCatalog | null = null;
  #lastTickMs: Milliseconds = Number.NEGATIVE_INFINITY;
  #lastRunMs: Milliseconds = Number.NEGATIVE_INFINITY;

  constructor(around: MonitorSurroundings) {
    const { store, owner, clock, log, emit, feed } = around;
    this.#around = around;
    closeOrphanedRecordings(store);
    this.alerts = new AlertWatch({
      store,
      owner,
      wallNow: clock.wall,
      changed: (alert) => emit({ type: 'alert', alert }),
      failed: (error) => log.error('An alert could not be stored', error),
    });
    this.#leave = feed.observe({
      onCatalog: () => this.#publishCatalog(),
      onFrames: (frames) => this.#take(frames),
      onProcesses: (table) => emit({ type: 'hardware-processes', table }),
      onHealth: (health) => {
        emit({ type: 'hardware-health', health });
        if (this.#own !== null) emit({ type: 'recording', recording: this.#own.recording });
      },
    });
  }

  /** What turns the frames' times into times of day, now: the wall clock may be set meanwhile. */
  get wallMinusMonotonicMs(): number {
    const { clock } = this.#around;
    return clock.wall() - clock.monotonic();
  }

  /** Ticks at the rate that was asked for, and the table of processes, for so long or until unfollow(). */
  follow(forMs: Milliseconds): void {
    this.#follow();
    clearTimeout(this.#lease);
    this.#lease = setTimeout(() => this.unfollow(), forMs);
    this.#lease.unref();
  }

  #follow(): void {
    this.#follows ??= [this.#around.feed.want(this.#hertz), this.#around.feed.wantProcesses()];
  }

  /** Nobody looks any more. */
  unfollow(): void {
    clearTimeout(this.#lease);
    for (const release of this.#follows ?? []) release();
    this.#follows = null;
  }

  setRate(hertz: number): void {
    this.#hertz = hertz;
    if (this.#follows === null) return;
    // First the new wish, then the old one's end: no rate in between.
    const before = this.#follows;
    this.#follows = null;
    this.#follow();
    for (const release of before) release();
  }

  now(): HardwareNow {
    const { processes, health, catalog } = this.#around.feed;
    return {
      catalog: catalog === null ? null : this.#catalog,
      frames: this.remembered(),
      processes,
      health,
      alignment: this.#around.feed.alignment,
      wallMinusMonotonicMs: this.wallMinusMonotonicMs,
      recording: this.#own?.recording ?? null,
    };
  }

  /** The last ticks, with what came from outside among them. */
  remembered(): HardwareFrames | null {
    const remembered = this.#around.feed.frames();
    if (remembered === null || this.#catalog === null) return null;
    return this.outside.extendFrames(remembered, this.#catalog.revision, Number.NEGATIVE_INFINITY);
  }

  start(name: string): Recording {
    if (this.#own !== null) {
      throw new DynoError({
        code: 'USAGE',
        message: `A recording goes on already${this.#own.recording.name === '' ? '' : `: "${this.#own.recording.name}"`}.`,
        subject: this.#own.recording.id,
        nextStep: 'Stop it first.',
      });
    }
    this.#own = this.record({ name, runId: null });
    this.#releaseOwn = this.#around.feed.want(this.#hertz);
    this.#around.emit({ type: 'recording', recording: this.#own.recording });
    return this.#own.recording;
  }

  stop(): Recording {
    if (this.#own === null) {
      throw new DynoError({
        code: 'USAGE',
        message: 'Nothing is being recorded by this program.',
        subject: 'recording',
        nextStep: 'Start a recording first.',
      });
    }
    const recording = this.end(this.#own);
    this.#own = null;
    this.#releaseOwn();
    this.#around.emit({ type: 'recording', recording });
    return recording;
  }

  /** The one that goes on keeps its name in memory as well. */
  rename(id: string, name: string): void {
    for (const recorder of this.#recorders) if (recorder.recording.id === id) recorder.change({ name });
  }

  /** Whatever comes from now on is written down, until end(). */
  record(
    { name, runId }: Pick<Recording, 'name' | 'runId'>,
    accepts?: (atMs: Milliseconds) => boolean,
  ): Recorder {
    const { store, owner, clock, log, feed, emit } = this.#around;
    const recorder = new Recorder(
      {
        store,
        owner,
        wallNow: clock.wall,
        ...(accepts && { accepts }),
        failed: (error) => {
          log.error('A recording ended early: the store took no more of it', error);
          emit({
            type: 'notice',
            text: 'The hardware recording ended early: the store took no more of it.',
            at: clock.wall(),
          });
        },
      },
      {
        id: newId(),
        name,
        runId,
        startedAt: clock.wall(),
        endedAt: null,
        hertz: feed.catalog?.hertz ?? 0,
        sampleCount: 0,
        originMs: null,
        clocks: { sampler: feed.alignment, worker: null },
        devices: [],
        channels: [],
        sources: [],
        health: null,
        deletedAt: null,
      },
    );
    if (recorder.hasFailed) return recorder;
    if (feed.catalog !== null) recorder.catalog(feed.catalog);
    this.#recorders.add(recorder);
    return recorder;
  }

  /** With what was remembered of the seconds before, in which no run was at work: what idling costs. */
  recordRun(runId: string, accepts?: (atMs: Milliseconds) => boolean): RunRecording {
    const { store, clock, log, feed } = this.#around;
    const recorder = this.record({ name: '', runId }, accepts);
    const remembered = feed.frames();
    const idleSinceMs = Math.max(clock.monotonic() - IDLE_MS, this.#lastRunMs);
    if (remembered !== null) recorder.frames(remembered, idleSinceMs);
    return new RunRecording(
      {
        store,
        clock,
        log,
        end: (ended) => {
          this.#lastRunMs = clock.monotonic();
          this.end(ended);
        },
      },
      recorder,
    );
  }

  end(recorder: Recorder): Recording {
    const { health, alignment } = this.#around.feed;
    this.#recorders.delete(recorder);
    // A sampler that has just started is asked for its clock after the first of its ticks.
    const { clocks } = recorder.recording;
    if (clocks.sampler === null && alignment !== null)
      recorder.change({ clocks: { ...clocks, sampler: alignment } });
    return recorder.end(health);
  }

  /** What others have measured, at the times that they say. */
  takeOutside(metrics: readonly OutsideMetric[]): void {
    const wall = this.#around.clock.wall();
    const early = metrics.find(({ at }) => at !== undefined && at > wall + AHEAD_MS);
    if (early !== undefined) throw fromTheFuture(early.name);
    const isWider = this.outside.admit(metrics.map(({ name }) => name));
    if (isWider) this.#publishCatalog();
    for (const { name, value, at = wall } of metrics) {
      const atMs = at - this.wallMinusMonotonicMs;
      const channel = this.outside.add(name, atMs, value);
      if (channel === null) continue;
      for (const recorder of this.#recorders) {
        // What was true long before is no part of it, and would stretch its axis over years.
        if (at >= recorder.recording.startedAt - LATE_MS) recorder.outside(channel, atMs, value);
      }
      this.alerts.outside(channel, value, at);
    }
  }

  /** So that what is read back includes what came just now. */
  flush(): void {
    for (const recorder of this.#recorders) recorder.flush();
  }

  close(): void {
    this.#leave();
    this.unfollow();
    for (const recorder of [...this.#recorders]) this.end(recorder);
    this.#own = null;
    this.alerts.close();
  }

  #publishCatalog(): void {
    const { feed, emit } = this.#around;
    const { catalog } = feed;
    if (catalog === null) return;
    this.#revision += 1;
    this.#catalog = this.outside.extendCatalog(catalog, this.#revision);
    for (const recorder of this.#recorders) recorder.catalog(catalog);
    this.alerts.catalog(this.#catalog);
    emit({ type: 'hardware-catalog', catalog: this.#catalog });
  }

  #take(frames: HardwareFrames): void {
    const { feed, emit } = this.#around;
    if (this.#catalog === null || frames.revision !== feed.catalog?.revision) return;
    const wide = this.outside.extendFrames(frames, this.#catalog.revision, this.#lastTickMs);
    this.#lastTickMs = frames.atMs.at(-1) ?? this.#lastTickMs;
    const { wallMinusMonotonicMs } = this;
    emit({ type: 'hardware-frames', frames: wide, wallMinusMonotonicMs });
    for (const recorder of this.#recorders) recorder.frames(frames);
    this.alerts.frames(wide, wallMinusMonotonicMs);
  }
}

/** What a dead program recorded ends with the last that it wrote. */
export function closeOrphanedRecordings(store: Store): void {
  for (const { id, startedAt } of store.orphanedRecordings()) {
    const { ticks, fromMs, toMs } = store.recordingExtent(id);
    const lasted = fromMs === null || toMs === null ? 0 : toMs - fromMs;
    store.updateRecording(id, { endedAt: startedAt + lasted, sampleCount: ticks });
  }
}

function fromTheFuture(name: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This value says that it was true in the future.',
    subject: name,
    nextStep: 'Give its time in milliseconds since 1970, or leave the time out.',
  });
}
