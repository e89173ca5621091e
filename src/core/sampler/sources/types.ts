import type {
  HardwareChannel,
  HardwareDevice,
  HardwareSourceId,
  ProcessRow,
} from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import type { NvmlNative } from '../../../../native/nvml.d.ts';
import type { ByteScanner } from '../byte-scanner.ts';

/** A file that stays open and is read again and again without an allocation. */
export interface KeptFile {
  /** At its beginning, over what it holds now; null when it cannot be read (any more). Valid until the next scan. */
  scan(): ByteScanner | null;
  close(): void;
}

/** Everything of /proc and /sys that a source reads goes through here, so that a test can write the machine. */
export interface MachineFiles {
  /** The whole text, null where it cannot be read. */
  read(path: string): string | null;
  /** The code with which reading fails (ENOENT, EACCES, EOPNOTSUPP …); null where it can be read. */
  refusal(path: string): string | null;
  /** Names in a folder, in natural order; none where there is no such folder. */
  list(path: string): readonly string[];
  /** Names that are whole numbers, in no order: /proc's processes. */
  numbers(path: string): readonly number[];
  /** Null where it cannot be opened. */
  keep(path: string): KeptFile | null;
}

export interface ProgramOutcome {
  /** Null where it was killed or never started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** "missing": no such program. "late": it was killed at its limit. */
  readonly failure: 'missing' | 'late' | 'failed' | null;
}

/** A program that goes on telling. */
export interface FollowedProgram {
  /** Null where it could not be started. */
  readonly pid: number | null;
  /** Kills it, if it has not ended; nothing is told after that. */
  stop(): void;
}

export interface ProgramEars {
  /** Each whole line of its output, without its end. */
  onLine(line: string): void;
  /** Once, with what it said last on its error stream. */
  onEnd(outcome: Omit<ProgramOutcome, 'stdout'>): void;
}

/** What a source gets handed in. It takes nothing else of the machine. */
export interface Surroundings {
  readonly files: MachineFiles;
  /** A vendor's program, killed when it takes too long; never fails but says how it went. Threads only. */
  runProgram(program: string, words: readonly string[], withinMs: Milliseconds): Promise<ProgramOutcome>;
  /** The same for one that runs until it is stopped. Threads only. */
  followProgram(program: string, words: readonly string[], ears: ProgramEars): FollowedProgram;
  /** NVIDIA's management library, from the native addon; or why that can't be had. */
  nvml(): NvmlNative | Absent;
  /** The measuring worker, null between runs. */
  watchedPid(): number | null;
  /** Whether somebody looks at the process table. */
  followsProcesses(): boolean;
  /** Processes that the host says are Dyno's own; their descendants are as well. */
  ownPids(): readonly number[];
  /** Memory on the graphics cards by process, as sources of cards told last. */
  gpuBytesOf(pid: number): Bytes | null;
  takeProcesses(total: number, rows: readonly ProcessRow[]): void;
  /** Processor time of all threads of the sampler's process so far. */
  ownCpuMs(): Milliseconds;
}

/** A column of a source; its id in the catalog is device, metric and detail joined. */
export type SourceChannel = Pick<HardwareChannel, 'device' | 'metric' | 'detail'>;

/** Not here, and why: shown as "not measurable here: …", never as a zero. */
export interface Absent {
  readonly absent: string;
  readonly nextStep: string;
}

/** "repeat": what the device says has not changed since, as it says itself. */
export type Freshness = 'fresh' | 'repeat';

interface AnyReader {
  /**
   * One of MARKS for each channel, for a reader whose values are not all renewed at once: counts instead of what
   * read() returns. NaN is marked as missing in any case.
   */
  readonly marks?: Uint8Array;
  /** Asked every ten seconds: true where devices have come or gone, and the source is to be opened anew. */
  isOutdated?(): boolean;
  /** Processor time that programs it started have used so far, which is part of what the source costs. */
  childCpuMs?(): Milliseconds;
  /** Memory by process number; a source of graphics cards tells it after a reading. */
  gpuBytes?(): ReadonlyMap<number, Bytes>;
  close(): void;
}

/**
 * Writes its channels' values to out[offset …], in their order: NaN where one cannot be read now. `passedMs` is the
 * time since its last reading; NaN at the first and after the machine slept, when there is nothing to make a rate
 * of. Throws SourceLost when the device is gone or another, so that it is opened anew; any other error counts as a
 * failure, and the source is tried again a minute later.
 */
export interface TickReader extends AnyReader {
  /** In the sampler's tick: well under a millisecond, nothing that can block, no allocation where it can be helped. */
  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness;
}

export interface ThreadReader extends AnyReader {
  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness | Promise<Freshness>;
}

export interface Opened<Reader> {
  readonly devices: readonly HardwareDevice[];
  readonly channels: readonly SourceChannel[];
  readonly reader: Reader;
}

interface AnySource {
  readonly id: HardwareSourceId;
  readonly title: string;
  /** Where it is looked for at all: process.platform. */
  readonly platforms: readonly string[];
  /** How often reading it pays; 0 is every tick. It is never read more often than the sampler ticks. */
  readonly periodMs: Milliseconds;
  /** Read only for as long as that better source, which comes before it in the list, does not read. */
  readonly standsInFor?: HardwareSourceId;
}

export interface TickSource extends AnySource {
  readonly placement: 'tick';
  open(from: Surroundings): Opened<TickReader> | Absent;
}

/** Whatever may block or hang: it gets a thread of its own, which is cut off when it does not answer in time. */
export interface ThreadSource extends AnySource {
  readonly placement: 'thread';
  /** How long one reading may take; left out: five periods, and two seconds at least. */
  readonly limitMs?: Milliseconds;
  /** Asked first, and not in the thread: a quick look that spares a thread for what this machine has not. */
  missing?(from: Surroundings): Absent | null;
  open(from: Surroundings): Opened<ThreadReader> | Absent | Promise<Opened<ThreadReader> | Absent>;
}

export type Source = TickSource | ThreadSource;
