import { join } from 'node:path';
import { asDynoError } from '../../contract/errors.ts';
import type { ProfileConfig, ProfileNote } from '../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';
import { ProfileTally } from '../../core/analysis/attribution/profile-tally.ts';
import type { OnnxModel } from '../../core/model/index.ts';
import type { LoopTarget } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';
import type { Recording } from '../session.ts';
import type { Task } from '../task.ts';
import { readExecuted, removeExecuted, wantedGraph } from './executed-model.ts';
import type { GraphSize } from './graph-size.ts';
import { freeBytes } from './profile-file.ts';
import {
  diskFullNote,
  failedNote,
  fileCutNote,
  noMappingNote,
  stoppedNote,
  unwritableNote,
} from './profile-notes.ts';
import { readSlice, type ReadSlice } from './read-slice.ts';
import { recordSlice, type RecordedSlice } from './record-slice.ts';
import { guessedCost, nextSlice, type IterationCost, type PassSoFar, type SliceSize } from './slice-plan.ts';

/** Of the free disk no more than this is written to. */
const ROOM_SHARE = 0.5;
/** With less than this left, a file that ended in the middle ended because the disk is full. */
const FULL_BYTES: Bytes = 4e6;
/** What could be written of a file that was cut is what the next one gets, less a little. */
const SHRINK = 0.8;
const MOST_CUTS = 3;

export interface Recorder {
  readonly runtime: Runtime;
  readonly values: Omit<LoopTarget, 'session'>;
  readonly config: ProfileConfig;
  readonly folder: string;
  /** Mean iteration of the clean pass. */
  readonly cleanMs: Milliseconds;
  readonly graphSize: GraphSize;
}

/** Records slice after slice until the pass is at its end, and sums up each as soon as it is written. */
export class PassRecorder {
  readonly tally = new ProfileTally();
  readonly notes: ProfileNote[] = [];
  readonly recordedMs: number[] = [];
  readonly controlMs: number[] = [];
  executed: OnnxModel | null = null;
  slices = 0;
  readonly #task: Task;
  readonly #given: Recorder;
  readonly #began = performance.now();
  #cost: IterationCost;
  #overheadMs = 0;
  #mostBytes = Number.POSITIVE_INFINITY;
  #cuts = 0;

  constructor(task: Task, given: Recorder) {
    this.#task = task;
    this.#given = given;
    this.#cost = guessedCost(given.cleanMs, given.graphSize);
  }

  /** Never throws: what ends it early is among its notes. */
  async record(): Promise<void> {
    try {
      while (await this.#next());
    } catch (thrown) {
      this.notes.push(failedNote(asDynoError(thrown, this.#task.job.modelPath).details()));
    }
  }

  async #next(): Promise<boolean> {
    const { stop } = this.#task;
    const { config, folder } = this.#given;
    const free = freeBytes(folder);
    const size = nextSlice(config, this.#soFar(), this.#cost, Math.min(free * ROOM_SHARE, this.#mostBytes));
    if (size === 'done') return false;
    if (size === 'no-room') {
      if (this.#cuts === 0) this.notes.push(diskFullNote(folder, free));
      return false;
    }
    if (!stop.asked) await this.#slice(size);
    if (stop.asked) this.notes.push(stoppedNote(this.tally.iterations));
    return (
      !stop.asked && this.#cuts < MOST_CUTS && this.notes.every(({ kind }) => kind !== 'nothing-recorded')
    );
  }

  #soFar(): PassSoFar {
    return {
      slices: this.slices,
      iterations: this.recordedMs.length,
      recordedMs: this.#recordingMs(),
      wallMs: performance.now() - this.#began,
      overheadMs: this.#overheadMs,
    };
  }

  async #slice(size: SliceSize): Promise<void> {
    const asked = performance.now();
    const before = this.#recordingMs();
    const prefix = join(this.#given.folder, `slice-${this.slices}`);
    const recorded = await this.#recordSlice(size, prefix);
    const free = freeBytes(this.#given.folder);
    const read = await readSlice(prefix, recorded.warmed, this.tally);
    this.slices += 1;
    if (read === null) {
      const { folder } = this.#given;
      this.notes.push(free < FULL_BYTES ? diskFullNote(folder, free) : unwritableNote(folder));
      this.#cuts = MOST_CUTS;
      return;
    }
    this.#keep(recorded, read);
    if (!read.isWhole) this.#shrink(read, free);
    this.#overheadMs = performance.now() - asked - (this.#recordingMs() - before);
    const { iterations: iterationsWanted } = this.#given.config;
    this.#task.events.onProfileSlice({
      iterationsDone: this.recordedMs.length,
      iterationsWanted,
      elapsedMs: this.#recordingMs(),
      spans: read.spans,
    });
  }

  /** The first is asked for the graph as well; where it cannot be written, the model is recorded without it. */
  async #recordSlice(size: SliceSize, prefix: string): Promise<RecordedSlice> {
    const { runtime, values, folder, cleanMs } = this.#given;
    const record = (recording: Recording): Promise<RecordedSlice> =>
      recordSlice(runtime, this.#task, values, size, recording, cleanMs);
    if (this.slices > 0) return record({ prefix, graph: null });
    const graph = wantedGraph(folder, this.#task.job.modelPath);
    if (graph === null) {
      this.notes.push(noMappingNote('there is no room for the weights that the runtime writes with it'));
      return record({ prefix, graph });
    }
    let reason = 'the runtime wrote none that can be read';
    try {
      const slice = await record({ prefix, graph });
      this.executed = readExecuted(graph);
      return slice;
    } catch (thrown) {
      reason = asDynoError(thrown, this.#task.job.modelPath).message.replace(/\.$/, '');
      return await record({ prefix: `${prefix}-again`, graph: null });
    } finally {
      removeExecuted(folder);
      if (this.executed === null) this.notes.push(noMappingNote(reason));
    }
  }

  /** Of a file that was cut, the iterations that it has whole. */
  #keep({ warmed, recordedMs, controlMs }: RecordedSlice, read: ReadSlice): void {
    const counted = recordedMs.subarray(0, read.iterations);
    this.recordedMs.push(...counted);
    this.controlMs.push(...controlMs);
    const runs = warmed + recordedMs.length;
    if (counted.length === 0 || !read.isWhole) return;
    this.#cost = {
      ms: counted.reduce((sum, ms) => sum + ms, 0) / counted.length,
      events: Math.max(1, read.events / runs),
      bytes: Math.max(1, read.bytes / runs),
    };
  }

  #shrink({ bytes }: ReadSlice, free: Bytes): void {
    this.#cuts += 1;
    this.#mostBytes = bytes * SHRINK;
    if (this.#cuts > 1) return;
    this.notes.push(free < FULL_BYTES ? diskFullNote(this.#given.folder, free) : fileCutNote(bytes));
  }

  #recordingMs(): Milliseconds {
    return this.recordedMs.reduce((sum, ms) => sum + ms, 0);
  }
}
