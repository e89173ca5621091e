import type { Milliseconds, Percent, WallTime } from './units.ts';

/** Every way to read this machine, one file each in core/sampler/sources. */
export const HARDWARE_SOURCES = [
  'cpu',
  'cpu-clock',
  'process-tree',
  'processes',
  'memory',
  'disk',
  'network',
  'pressure',
  'thermal',
  'battery',
  'rapl',
  'nvml',
  'nvidia-smi',
  'amdgpu',
  'rocm-smi',
  'intel-gpu',
  'system-information',
  'sampler',
  'outside',
] as const;
export type HardwareSourceId = (typeof HARDWARE_SOURCES)[number];

export const CHANNEL_UNITS = [
  'percent',
  'bytes',
  'bytes-per-second',
  'per-second',
  'megahertz',
  'celsius',
  'watts',
  'joules',
  'ms',
  'count',
  'flags',
] as const;
export type ChannelUnit = (typeof CHANNEL_UNITS)[number];

/** What can be read of a device. Names of metrics are kept in recordings and thresholds: never renamed. */
export const METRICS = {
  'cpu.use': { title: 'CPU', unit: 'percent' },
  'cpu.core-use': { title: 'Core', unit: 'percent' },
  'cpu.clock': { title: 'CPU clock, mean', unit: 'megahertz' },
  'cpu.clock-fastest': { title: 'CPU clock, fastest core', unit: 'megahertz' },
  'cpu.core-clock': { title: 'Core clock', unit: 'megahertz' },
  'cpu.steal': { title: 'Taken by the hypervisor', unit: 'percent' },
  'cpu.iowait': { title: 'Waiting for a disk', unit: 'percent' },
  'cpu.energy': { title: 'CPU energy since the start', unit: 'joules' },
  'cpu.power': { title: 'CPU power', unit: 'watts' },
  'cpu.limit-use': { title: 'CPU, of what the control group allows', unit: 'percent' },
  'cpu.limit-throttled': { title: 'Held back by the control group', unit: 'percent' },
  'pressure.cpu': { title: 'Waiting for a core', unit: 'percent' },
  'pressure.memory': { title: 'Waiting for memory', unit: 'percent' },
  'pressure.io': { title: 'Waiting for input or output', unit: 'percent' },
  'memory.used': { title: 'Memory used', unit: 'bytes' },
  'memory.use': { title: 'Memory', unit: 'percent' },
  'memory.cached': { title: 'Page cache', unit: 'bytes' },
  'memory.swap-used': { title: 'Swap used', unit: 'bytes' },
  'memory.swap-in': { title: 'Swapped in', unit: 'bytes-per-second' },
  'memory.swap-out': { title: 'Swapped out', unit: 'bytes-per-second' },
  'memory.limit-use': { title: 'Memory, of what the control group allows', unit: 'percent' },
  'disk.read': { title: 'Read', unit: 'bytes-per-second' },
  'disk.written': { title: 'Written', unit: 'bytes-per-second' },
  'disk.busy': { title: 'Busy', unit: 'percent' },
  'disk.queue': { title: 'Queue', unit: 'count' },
  'network.received': { title: 'Received', unit: 'bytes-per-second' },
  'network.sent': { title: 'Sent', unit: 'bytes-per-second' },
  'network.errors': { title: 'Errors and drops', unit: 'per-second' },
  'sensor.temperature': { title: 'Temperature', unit: 'celsius' },
  'sensor.throttles': { title: 'Thermal throttling', unit: 'per-second' },
  'battery.charge': { title: 'Charge', unit: 'percent' },
  'battery.power': { title: 'Drawn from the battery', unit: 'watts' },
  'battery.on-mains': { title: 'On mains', unit: 'flags' },
  'process.cpu': { title: 'CPU, of one core', unit: 'percent' },
  'process.resident': { title: 'Resident memory', unit: 'bytes' },
  'process.threads': { title: 'Threads', unit: 'count' },
  'process.count': { title: 'Processes', unit: 'count' },
  'process.read': { title: 'Read', unit: 'bytes-per-second' },
  'process.written': { title: 'Written', unit: 'bytes-per-second' },
  'process.gpu-memory': { title: 'GPU memory', unit: 'bytes' },
  'gpu.use': { title: 'GPU', unit: 'percent' },
  'gpu.memory-use': { title: 'GPU memory', unit: 'percent' },
  'gpu.memory-used': { title: 'GPU memory used', unit: 'bytes' },
  'gpu.memory-busy': { title: 'Memory controller', unit: 'percent' },
  'gpu.clock': { title: 'Graphics clock', unit: 'megahertz' },
  'gpu.sm-clock': { title: 'SM clock', unit: 'megahertz' },
  'gpu.memory-clock': { title: 'Memory clock', unit: 'megahertz' },
  'gpu.temperature': { title: 'Temperature', unit: 'celsius' },
  'gpu.memory-temperature': { title: 'Memory temperature', unit: 'celsius' },
  'gpu.power': { title: 'Power', unit: 'watts' },
  'gpu.power-limit': { title: 'Power limit', unit: 'watts' },
  'gpu.energy': { title: 'Energy since the driver was loaded', unit: 'joules' },
  'gpu.fan': { title: 'Fan', unit: 'percent' },
  'gpu.pcie-received': { title: 'PCIe to the card', unit: 'bytes-per-second' },
  'gpu.pcie-sent': { title: 'PCIe from the card', unit: 'bytes-per-second' },
  'gpu.pcie-generation': { title: 'PCIe generation', unit: 'count' },
  'gpu.pcie-width': { title: 'PCIe width', unit: 'count' },
  'gpu.throttle': { title: 'Throttle reasons', unit: 'flags' },
  'gpu.encoder': { title: 'Encoder', unit: 'percent' },
  'gpu.decoder': { title: 'Decoder', unit: 'percent' },
  'gpu.sm-active': { title: 'SMs active', unit: 'percent' },
  'gpu.sm-occupancy': { title: 'SM occupancy', unit: 'percent' },
  'gpu.tensor-active': { title: 'Tensor cores active', unit: 'percent' },
  'gpu.dram-active': { title: 'Memory bandwidth used', unit: 'percent' },
  'gpu.fp16-active': { title: 'FP16 pipe active', unit: 'percent' },
  'gpu.fp32-active': { title: 'FP32 pipe active', unit: 'percent' },
  'gpu.fp64-active': { title: 'FP64 pipe active', unit: 'percent' },
  'gpu.ecc-errors': { title: 'Uncorrected memory errors', unit: 'count' },
  'sampler.cpu': { title: 'What the sampler costs, of one core', unit: 'percent' },
  'outside.value': { title: 'Reported from outside', unit: 'count' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly unit: ChannelUnit }>>;
export type HardwareMetric = keyof typeof METRICS;

export type DeviceKind =
  'machine' | 'cpu' | 'memory' | 'disk' | 'network' | 'gpu' | 'battery' | 'sensor' | 'process' | 'outside';

export interface HardwareDevice {
  /** Steady over restarts where the system has a steady name for it: "gpu:GPU-5a1c…", "disk:nvme0n1". */
  readonly id: string;
  readonly kind: DeviceKind;
  readonly name: string;
  /** Capacity in bytes of a memory or a GPU's memory; of a control group's limit where that is lower. */
  readonly totalBytes: number | null;
  /** Parent of a MIG instance, or of a process's GPU. */
  readonly partOf: string | null;
}

/** One column of every frame. */
export interface HardwareChannel {
  /** Unique in the catalog, and the same tomorrow: device, metric and detail joined by "/". */
  readonly id: string;
  readonly device: string;
  readonly metric: HardwareMetric;
  /** Which of several: a core's number, a sensor's name; empty for the only one. */
  readonly detail: string;
  readonly source: HardwareSourceId;
  /** How often its source is read: values in between are repeats, and marked. */
  readonly periodMs: Milliseconds;
}

export type SourceState = 'reading' | 'absent' | 'failed' | 'cut-off';

/** The reason of a source that has not yet found out what there is. */
export const LOOKED_FOR = 'It is still being looked for.';

/** Each source says of itself what it reads here, or why it does not: never a zero in its place. */
export interface HardwareSourceReport {
  readonly id: HardwareSourceId;
  readonly title: string;
  readonly state: SourceState;
  /** Why not, in words; empty where it reads. */
  readonly reason: string;
  /** What would make it readable; empty where nothing would, or nothing needs to. */
  readonly nextStep: string;
  readonly periodMs: Milliseconds;
  /** Mean time of one reading, and its share of one core at this rate. */
  readonly readMs: Milliseconds | null;
  readonly costPercent: Percent | null;
}

/** The columns; a device that comes or goes makes a new one, with the next revision. */
export interface HardwareCatalog {
  readonly revision: number;
  readonly hertz: number;
  readonly devices: readonly HardwareDevice[];
  readonly channels: readonly HardwareChannel[];
  readonly sources: readonly HardwareSourceReport[];
}

/** How a value came into its frame. */
export const MARKS = { fresh: 0, repeat: 1, missing: 2 } as const;

/** Some ticks at once, row by row: values[row × channels + column]. NaN is "could not be read this time". */
export interface HardwareFrames {
  readonly revision: number;
  /** The kernel's monotonic clock (process.hrtime), which workers and sampler share. */
  readonly atMs: Float64Array;
  readonly values: Float64Array;
  readonly marks: Uint8Array;
}

/** How well the sampler keeps its time, and what it costs, over the last minute at most. */
export interface SamplerHealth {
  readonly hertz: number;
  readonly ticks: number;
  /** Ticks that came so late that the next was due: left out, not made up for. */
  readonly missedTicks: number;
  /** How late ticks came. */
  readonly jitterMs: {
    readonly p50: Milliseconds;
    readonly p99: Milliseconds;
    readonly max: Milliseconds;
  } | null;
  /** All threads of the sampler's process, of one core. */
  readonly cpuPercent: Percent | null;
  readonly residentBytes: number | null;
  readonly sources: readonly HardwareSourceReport[];
}

/** Two processes' clocks, by exchanges like NTP's: the true offset lies within ± errorMs of offsetMs. */
export interface ClockAlignment {
  readonly offsetMs: Milliseconds;
  readonly errorMs: Milliseconds;
  readonly exchanges: number;
}

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly user: string;
  /** Of one core, since the table before; null the first time. */
  readonly cpuPercent: Percent | null;
  readonly residentBytes: number;
  readonly gpuBytes: number | null;
  /** One of Dyno's own processes. */
  readonly isDyno: boolean;
}

/** The busiest processes, every other second; `total` counts those left out as well. */
export interface ProcessTable {
  readonly at: WallTime;
  readonly total: number;
  readonly rows: readonly ProcessRow[];
}

/**
 * Bits of "gpu.throttle", as NVIDIA's driver counts them; other makers' reasons are brought onto these. An idle card is
 * slow since nobody asks more of it: that holds nothing back.
 */
export const THROTTLE_REASONS = [
  { bit: 0x1, name: 'idle', holdsBack: false },
  { bit: 0x2, name: 'application clocks', holdsBack: false },
  { bit: 0x4, name: 'power limit', holdsBack: true },
  { bit: 0x8, name: 'hardware slowdown', holdsBack: true },
  { bit: 0x10, name: 'synchronised cards', holdsBack: true },
  { bit: 0x20, name: 'temperature (software)', holdsBack: true },
  { bit: 0x40, name: 'temperature (hardware)', holdsBack: true },
  { bit: 0x80, name: 'power brake', holdsBack: true },
  { bit: 0x100, name: 'display clocks', holdsBack: false },
] as const;
