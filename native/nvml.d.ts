/**
 * NVIDIA's management library, opened at run time. All calls into the driver happen on two threads of the addon, so
 * that nothing here ever waits for it: a driver that hangs holds those threads, and nobody else.
 */
export interface NvmlNative {
  /** What each slot of a reading holds, in order. */
  readonly fields: readonly NvmlField[];
  /** Bits for request(): what is read together, since it costs alike. */
  readonly groups: {
    /** Use, memory, clocks, temperatures, power, throttle reasons; energy at most every 90 ms. */
    readonly fast: number;
    /** Power limit, PCIe link, fan, encoder, decoder, memory errors. */
    readonly slow: number;
    /** PCIe throughput: the driver counts for 20 ms a direction and card. Once a second is plenty. */
    readonly pcie: number;
    /** What the SMs did since this was read before; on cards that have such counters. */
    readonly gpm: number;
    readonly processes: number;
  };
  /** Where the library is, without initialising it. Throws NVML_LIBRARY_NOT_FOUND or NVML_TOO_OLD. */
  find(): string;
  /** Starts opening the library and returns at once. It is found by its name, or where DYNO_NVML_LIBRARY says. */
  readonly Session: new () => NvmlSession;
}

export interface NvmlSession {
  state(): NvmlState;
  /** The same without an object made for it, for every tick. */
  phase(): NvmlState['phase'];
  /** Blocks until it is open, or has failed, and what was requested of these groups is read (all, where left out); false
   * where that takes longer. */
  wait(timeoutMs: number, groups?: number): boolean;
  /** Null before the library is open. */
  describe(): NvmlDescription | null;
  /** Grows when MIG instances come or go: devices and their places are others then. */
  revision(): number;
  /** Each has been asked for everything once by the time it is listed. */
  devices(): readonly NvmlDevice[];
  /** Asks for groups to be read and returns at once. Where a card is slow to answer, it is read less often than asked. */
  request(groups: number): void;
  /** Copies what was last read of a device to out[offset …], all fields; false where there is no such device. */
  read(device: number, out: Float64Array, offset: number): boolean;
  /** Copies pairs of process number and bytes (NaN where not told), as many as fit, and says how many. */
  readProcesses(device: number, out: Float64Array): number;
  /** How long the driver has been holding a thread of ours by now: 0 mostly, and large where it hangs. */
  heldMs(): number;
  cost(): NvmlCost;
  /** Gives the library back as soon as the driver lets go; waits for that so long at most. */
  close(patienceMs?: number): void;
}

export interface NvmlState {
  readonly phase: 'opening' | 'reading' | 'failed' | 'closed';
  /** Where it failed: "NVML_LIBRARY_NOT_FOUND", "NVML_DRIVER_NOT_LOADED", "NVML_NO_PERMISSION" …; else empty. */
  readonly code: string;
  readonly reason: string;
}

export interface NvmlDescription {
  readonly path: string;
  readonly driver: string | null;
  readonly nvml: string | null;
  /** The newest CUDA that the driver runs, "12.4". */
  readonly cuda: string | null;
  /** Built for Dyno's tests: its figures say nothing of a real card. */
  readonly isStandIn: boolean;
  /** What an older driver lacks: the values of these are missing. */
  readonly missingFunctions: readonly string[];
  /** Cards that are there but can't be opened: which, and why. */
  readonly problems: readonly string[];
}

export interface NvmlDevice {
  /** "GPU-5a1c…", "MIG-…"; its place on the bus where a driver gives no such name. */
  readonly uuid: string;
  readonly name: string;
  readonly pciBus: string | null;
  /** "9.0" */
  readonly computeCapability: string | null;
  readonly memoryBytes: number | null;
  /** Of a MIG instance: its card. */
  readonly parent: string | null;
  readonly hasMigEnabled: boolean;
  readonly isLost: boolean;
  /** Why a field will never have a value here; those that are missing here may have one. */
  readonly refused: Readonly<Partial<Record<NvmlField, string>>>;
}

export interface NvmlCost {
  readonly fastRounds: number;
  readonly fastMs: number;
  readonly slowRounds: number;
  readonly slowMs: number;
}

/** The clock of `…AtMs` is that of process.hrtime. Values are NaN where they could not be read the last time. */
export type NvmlField =
  | 'fastAtMs'
  | 'energyAtMs'
  | 'slowAtMs'
  | 'pcieAtMs'
  | 'gpmAtMs'
  | 'processesAtMs'
  /** 1 where the card as a whole does not answer any more. */
  | 'isLost'
  | 'gpuPercent'
  | 'memoryBusyPercent'
  | 'memoryUsedBytes'
  | 'memoryTotalBytes'
  | 'memoryReservedBytes'
  | 'graphicsClockMegahertz'
  | 'smClockMegahertz'
  | 'memoryClockMegahertz'
  | 'temperatureCelsius'
  | 'memoryTemperatureCelsius'
  /** What nvidia-smi shows: on many cards a mean over the last second. */
  | 'powerWatts'
  | 'powerInstantWatts'
  | 'powerAverageWatts'
  /** Since the driver was loaded. */
  | 'energyJoules'
  /** Bits as NVML numbers them. */
  | 'throttleReasons'
  | 'powerLimitWatts'
  | 'pcieGeneration'
  | 'pcieWidth'
  | 'fanPercent'
  | 'encoderPercent'
  | 'decoderPercent'
  | 'eccUncorrected'
  | 'pcieReceivedBytesPerSecond'
  | 'pcieSentBytesPerSecond'
  | 'smActivePercent'
  | 'smOccupancyPercent'
  | 'tensorActivePercent'
  | 'dramActivePercent'
  | 'fp16ActivePercent'
  | 'fp32ActivePercent'
  | 'fp64ActivePercent';
