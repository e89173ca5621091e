import type { HardwareChannel, HardwareDevice } from '../../src/contract/hardware-channels.ts';
import type { Recording } from '../../src/contract/recording.ts';
import type { RecordingBlock } from '../../src/core/store/recording-blocks.ts';

const HERTZ = 10;
const TICK_MS = 1000 / HERTZ;
const TICKS_A_BLOCK = 10;

const DEVICES: readonly HardwareDevice[] = [
  { id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null },
  { id: 'machine', kind: 'machine', name: 'The machine', totalBytes: null, partOf: null },
  { id: 'memory', kind: 'memory', name: 'Memory', totalBytes: 16e9, partOf: null },
  { id: 'disk:vda', kind: 'disk', name: 'vda', totalBytes: 274_877_906_944, partOf: null },
  { id: 'network:eth0', kind: 'network', name: 'eth0', totalBytes: null, partOf: null },
  { id: 'process:run', kind: 'process', name: 'The run’s processes', totalBytes: null, partOf: null },
];

/** How a channel's values go: still, whole numbers of bytes, or percent that move with every tick. */
type Kind = 'still' | 'bytes' | 'percent';

const CHANNELS: readonly (HardwareChannel & { readonly moves: Kind })[] = [
  channel('cpu', 'cpu.use', '', 'percent'),
  channel('cpu', 'cpu.steal', '', 'still'),
  channel('cpu', 'cpu.iowait', '', 'still'),
  ...['0', '1', '2', '3'].map((core) => channel('cpu', 'cpu.core-use', core, 'percent')),
  ...['0', '1', '2', '3'].map((core) => channel('cpu', 'cpu.core-clock', core, 'still')),
  channel('machine', 'pressure.cpu', '', 'percent'),
  channel('memory', 'memory.used', '', 'bytes'),
  channel('memory', 'memory.cached', '', 'bytes'),
  channel('memory', 'memory.swap-used', '', 'still'),
  channel('disk:vda', 'disk.read', '', 'still'),
  channel('disk:vda', 'disk.write', '', 'bytes'),
  channel('network:eth0', 'network.received', '', 'bytes'),
  channel('network:eth0', 'network.sent', '', 'bytes'),
  channel('process:run', 'process.cpu', '', 'percent'),
  channel('process:run', 'process.memory', '', 'bytes'),
  channel('process:run', 'process.threads', '', 'still'),
].map((made) => made as unknown as HardwareChannel & { readonly moves: Kind });

function channel(device: string, metric: string, detail: string, moves: Kind) {
  const id = `${device}/${metric}${detail === '' ? '' : `/${detail}`}`;
  return { id, device, metric, detail, source: device === 'cpu' ? 'cpu' : 'proc', periodMs: TICK_MS, moves };
}

const ABSENT = [
  ['rapl', 'Energy of processor and memory (RAPL)', 'The kernel shows no energy meter of the processor.'],
  ['nvml', 'NVIDIA cards (NVML)', 'NVIDIA’s driver is not installed here.'],
  ['nvidia-smi', 'NVIDIA cards (nvidia-smi)', 'nvidia-smi is not on the path.'],
  ['amdgpu', 'AMD cards (amdgpu, sysfs)', 'No card runs on the kernel’s driver amdgpu.'],
  ['rocm-smi', 'AMD cards (rocm-smi)', 'rocm-smi is not on the path.'],
  ['intel-gpu', 'Intel graphics (i915, xe, sysfs)', 'No graphics runs on the kernel’s drivers i915 or xe.'],
  ['thermal', 'Temperatures and thermal throttling', 'The kernel shows no temperature sensor.'],
  ['battery', 'Batteries', 'This machine runs without a battery.'],
] as const;

/** What is recorded beside a run of such a length: its document, and a block for each second. */
export function hardwareBeside(
  runId: string,
  startedAt: number,
  measuredMs: number,
  random: () => number,
): { readonly recording: Recording; readonly blocks: readonly RecordingBlock[] } {
  const ticks = Math.max(3, Math.ceil(measuredMs / TICK_MS));
  const originMs = 1e7 + random() * 1e7;
  const recording = {
    id: `rec-${runId}`,
    name: '',
    runId,
    startedAt,
    endedAt: startedAt + measuredMs,
    hertz: HERTZ,
    sampleCount: ticks,
    originMs,
    clocks: {
      sampler: { offsetMs: random() / 10, errorMs: 0.1 + random() / 10, exchanges: 8 },
      worker: { offsetMs: random() / 10, errorMs: 0.1 + random() / 10, exchanges: 8 },
    },
    devices: DEVICES,
    channels: CHANNELS.map(({ moves: _, ...known }) => known),
    sources: [
      ...['cpu', 'memory', 'disk', 'network', 'sampler', 'processes'].map((id) => ({
        id,
        title: `Source ${id}`,
        state: 'reading',
        reason: '',
        nextStep: '',
        periodMs: TICK_MS,
        readMs: random(),
        costPercent: random(),
      })),
      ...ABSENT.map(([id, title, reason]) => ({
        id,
        title,
        state: 'absent',
        reason,
        nextStep: 'Install its driver, or ask who looks after this machine.',
        periodMs: TICK_MS,
        readMs: null,
        costPercent: null,
      })),
    ],
    health: null,
    deletedAt: null,
  } as unknown as Recording;
  const blocks: RecordingBlock[] = [];
  for (let from = 0; from < ticks; from += TICKS_A_BLOCK) {
    blocks.push(blockOf(originMs, from, Math.min(TICKS_A_BLOCK, ticks - from), random));
  }
  return { recording, blocks };
}

function blockOf(originMs: number, from: number, ticks: number, random: () => number): RecordingBlock {
  const atMs = Float64Array.from(
    { length: ticks },
    (_, tick) => originMs + (from + tick) * TICK_MS + Math.round(random() * 1e6) / 1e6,
  );
  const values = new Float64Array(CHANNELS.length * ticks);
  const marks = new Uint8Array(values.length);
  CHANNELS.forEach(({ moves }, column) => {
    for (let tick = 0; tick < ticks; tick += 1) {
      const place = column * ticks + tick;
      if (moves === 'percent') values[place] = (Math.round(random() * 10) / 10) * 100;
      else if (moves === 'bytes') values[place] = 4096 * Math.round(1e5 + random() * 1e3);
      else values[place] = column % 2 === 0 ? 0 : 2596.992;
      // Half of the ticks repeat what a slower source said.
      marks[place] = moves !== 'percent' && tick % 2 === 1 ? 1 : 0;
    }
  });
  return { columns: CHANNELS.map((_, column) => column), atMs, values, marks };
}
