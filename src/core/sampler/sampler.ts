import type { HardwareSourceId, ProcessTable } from '../../contract/hardware-channels.ts';
import type { Seat } from './seat.ts';
import { StandInSeat } from './stand-in-seat.ts';
import { SourceSet } from './source-set.ts';
import { sourcesFor } from './sources/index.ts';
import type { MachineFiles, Source, Surroundings } from './sources/types.ts';
import { TickLoop, type TickClock, type TickListener } from './tick-loop.ts';
import { TickSeat } from './tick-seat.ts';
import type { LaunchThread } from './threads/messages.ts';
import { ThreadSeat } from './threads/thread-seat.ts';

const [LOWEST_RATE, HIGHEST_RATE] = [0.1, 100];

export interface SamplerPorts {
  readonly platform: string;
  readonly files: MachineFiles;
  readonly runProgram: Surroundings['runProgram'];
  readonly followProgram: Surroundings['followProgram'];
  readonly nvml: Surroundings['nvml'];
  readonly launchThread: LaunchThread;
  readonly clock: TickClock;
  readonly listener: TickListener & { onProcesses(table: ProcessTable): void };
}

/** Everything that the sampler's process does, but for the process. */
export class Sampler {
  readonly #ports: SamplerPorts;
  readonly #loop: TickLoop;
  #sources: SourceSet | null = null;
  #watched: number | null = null;
  #own: readonly number[] = [];
  #followsProcesses = false;

  constructor(ports: SamplerPorts) {
    this.#ports = ports;
    this.#loop = new TickLoop(ports.clock, ports.listener);
  }

  start(hertz: number): void {
    const rate = Math.min(HIGHEST_RATE, Math.max(LOWEST_RATE, hertz));
    this.#loop.stop();
    this.#sources ??= new SourceSet(this.#seats());
    this.#sources.retime(rate);
    this.#loop.start(this.#sources, rate);
  }

  watch(pid: number | null): void {
    this.#watched = pid;
  }

  ownProcesses(pids: readonly number[]): void {
    this.#own = pids;
  }

  followProcesses(isOn: boolean): void {
    this.#followsProcesses = isOn;
  }

  #seats(): Seat[] {
    const { platform, clock, launchThread } = this.#ports;
    const from = this.#surroundings();
    const now = (): number => clock.monotonic();
    const seatOf = (source: Source): Seat =>
      source.placement === 'tick'
        ? new TickSeat(source, from, now)
        : new ThreadSeat(source, from, launchThread, now);
    const seats = new Map<HardwareSourceId, Seat>();
    for (const source of sourcesFor(platform)) {
      const better = source.standsInFor === undefined ? undefined : seats.get(source.standsInFor);
      const seat =
        better === undefined ? seatOf(source) : new StandInSeat(source, better, () => seatOf(source));
      seats.set(source.id, seat);
    }
    return [...seats.values()];
  }

  #surroundings(): Surroundings {
    const { files, runProgram, followProgram, nvml, clock, listener } = this.#ports;
    return {
      files,
      runProgram,
      followProgram,
      nvml,
      watchedPid: () => this.#watched,
      followsProcesses: () => this.#followsProcesses,
      ownPids: () => this.#own,
      gpuBytesOf: (pid) => this.#sources?.gpuBytesOf(pid) ?? null,
      takeProcesses: (total, rows) => listener.onProcesses({ at: clock.wall(), total, rows }),
      ownCpuMs: () => clock.ownCpuMs(),
    };
  }
}
