import type {
  HardwareCatalog,
  HardwareChannel,
  HardwareDevice,
  HardwareFrames,
  HardwareMetric,
} from '../../contract/hardware-channels.ts';

const device = (
  id: string,
  kind: HardwareDevice['kind'],
  name: string,
  totalBytes: number | null = null,
): HardwareDevice => ({ id, kind, name, totalBytes, partOf: null });

const channel = (
  id: string,
  metric: HardwareMetric,
  detail = '',
  source: HardwareChannel['source'] = 'cpu',
): HardwareChannel => ({
  id: `${id}/${metric}${detail === '' ? '' : `/${detail}`}`,
  device: id,
  metric,
  detail,
  source,
  periodMs: 100,
});

/** A machine with two cores and a card, whose energy nobody may read. */
export const catalog: HardwareCatalog = {
  revision: 1,
  hertz: 10,
  devices: [
    device('cpu', 'cpu', 'EPYC 9004'),
    device('memory', 'memory', 'Memory', 16 * 1024 ** 3),
    device('gpu:GPU-1', 'gpu', 'NVIDIA H200 \u202eevil', 141 * 1024 ** 3),
  ],
  channels: [
    channel('cpu', 'cpu.use'),
    channel('cpu', 'cpu.core-use', '0'),
    channel('cpu', 'cpu.core-use', '1'),
    channel('cpu', 'cpu.steal'),
    channel('memory', 'memory.used', '', 'memory'),
    channel('gpu:GPU-1', 'gpu.use', '', 'nvml'),
    channel('gpu:GPU-1', 'gpu.power', '', 'nvml'),
    channel('gpu:GPU-1', 'gpu.throttle', '', 'nvml'),
  ],
  sources: [
    {
      id: 'rapl',
      title: 'CPU energy (RAPL)',
      state: 'absent',
      reason: 'Only root may read it here.',
      nextStep: 'Run as root.',
      periodMs: 100,
      readMs: null,
      costPercent: null,
    },
  ],
};

/** One tick after another; NaN could not be read. */
export function frames(...rows: readonly (readonly number[])[]): HardwareFrames {
  const values = Float64Array.from(rows.flat());
  return {
    revision: 1,
    atMs: Float64Array.from(rows, (_, index) => 1000 + index * 100),
    values,
    marks: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 2 : 0)),
  };
}
