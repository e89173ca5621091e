import type { HardwareSample } from '../../../contract/hardware.ts';
import type { OutputSummary } from '../../../contract/outputs.ts';
import type { Trust } from '../../../contract/trust.ts';
import type { Conditions, MachineCounters, MachineState } from '../../analysis/trust/conditions.ts';
import { judgeTrust } from '../../analysis/trust/judge-trust.ts';
import type { CorePorts } from '../../ports.ts';
import { kernelFiles, type KernelFiles } from './kernel-files.ts';
import { readMachineCounters } from './machine-counters.ts';
import { readMachineState } from './machine-state.ts';

/** A loop shorter than this says little in the kernel's ticks of ten milliseconds: the whole run is looked at then. */
const SHORT_LOOP_MS = 500;

/**
 * Looks at the machine around a measurement, never in the middle of it: before the worker starts, as the measured loop
 * begins, and when it has ended.
 */
export class FitnessWatch {
  readonly #clock: CorePorts['clock'];
  readonly #files: KernelFiles;
  readonly #hardware: HardwareSample[] = [];
  #state: MachineState | null = null;
  #stateAfter: MachineState | null = null;
  #began: MachineCounters | null = null;
  #measuringFrom: MachineCounters | null = null;
  #measuredTo: MachineCounters | null = null;
  #workerPid: number | null = null;

  constructor(clock: CorePorts['clock'], files: KernelFiles = kernelFiles) {
    this.#clock = clock;
    this.#files = files;
  }

  /** Before the first worker starts. */
  begin(): void {
    this.#state = readMachineState(this.#files);
    this.#began = this.#read();
  }

  /** As measuring begins. Without a worker's number, as where several take turns, its own waits stay unknown. */
  startMeasuring(workerPid: number | null): void {
    this.#workerPid = workerPid;
    this.#measuringFrom ??= this.#read();
  }

  /** As measuring ends, while the worker still lives. */
  endMeasuring(): void {
    if (this.#measuringFrom === null) return;
    this.#measuredTo ??= this.#read();
    // What a profiled pass does to the machine afterwards says nothing about the run.
    this.#stateAfter ??= readMachineState(this.#files);
  }

  add(sample: HardwareSample): void {
    if (this.#measuringFrom !== null && this.#measuredTo === null) this.#hardware.push(sample);
  }

  /** Also of a run that was cut short: what is missing is read now. */
  judge(run: Conditions['run'], outputs: readonly OutputSummary[] | null): Trust {
    this.endMeasuring();
    const [began, from, to] = [this.#began, this.#measuringFrom, this.#measuredTo];
    const measuring = from === null || to === null ? null : { before: from, after: to };
    const isLong =
      measuring !== null && measuring.after.monotonicMs - measuring.before.monotonicMs >= SHORT_LOOP_MS;
    return judgeTrust({
      run,
      outputs,
      measuring,
      running: isLong || began === null || to === null ? measuring : { before: began, after: to },
      state:
        this.#state === null
          ? null
          : { before: this.#state, after: this.#stateAfter ?? readMachineState(this.#files) },
      hardware: this.#hardware,
    });
  }

  #read(): MachineCounters {
    return readMachineCounters(this.#files, this.#clock, this.#workerPid);
  }
}
