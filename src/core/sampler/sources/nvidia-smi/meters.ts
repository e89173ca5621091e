import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';

/** Where a metric is found; the first that has a number counts. Units are those of `nounits`. */
export interface Meter {
  readonly metric: HardwareMetric;
  readonly unit: string;
  readonly csv: readonly string[];
  readonly xml: readonly string[];
}

/** Names of both sorts: NVIDIA renamed throttle reasons to event reasons, and power readings to GPU power readings. */
export const METERS: readonly Meter[] = [
  meter('gpu.use', '%', ['utilization.gpu'], ['utilization/gpu_util']),
  meter('gpu.memory-busy', '%', ['utilization.memory'], ['utilization/memory_util']),
  meter('gpu.encoder', '%', ['utilization.encoder'], ['utilization/encoder_util']),
  meter('gpu.decoder', '%', ['utilization.decoder'], ['utilization/decoder_util']),
  meter('gpu.memory-used', 'MiB', ['memory.used'], ['fb_memory_usage/used']),
  meter('gpu.clock', 'MHz', ['clocks.current.graphics', 'clocks.gr'], ['clocks/graphics_clock']),
  meter('gpu.sm-clock', 'MHz', ['clocks.current.sm', 'clocks.sm'], ['clocks/sm_clock']),
  meter('gpu.memory-clock', 'MHz', ['clocks.current.memory', 'clocks.mem'], ['clocks/mem_clock']),
  meter('gpu.temperature', 'C', ['temperature.gpu'], ['temperature/gpu_temp']),
  meter('gpu.memory-temperature', 'C', ['temperature.memory'], ['temperature/memory_temp']),
  meter(
    'gpu.power',
    'W',
    ['power.draw', 'power.draw.average', 'power.draw.instant'],
    [
      'power_readings/power_draw',
      'gpu_power_readings/power_draw',
      'gpu_power_readings/average_power_draw',
      'gpu_power_readings/instant_power_draw',
    ],
  ),
  meter(
    'gpu.power-limit',
    'W',
    ['enforced.power.limit', 'power.limit'],
    [
      'power_readings/enforced_power_limit',
      'gpu_power_readings/current_power_limit',
      'gpu_power_readings/enforced_power_limit',
      'power_readings/current_power_limit',
      'power_readings/power_limit',
    ],
  ),
  meter('gpu.fan', '%', ['fan.speed'], ['fan_speed']),
  meter(
    'gpu.pcie-generation',
    '',
    ['pcie.link.gen.current', 'pcie.link.gen.gpucurrent'],
    ['pci/pci_gpu_link_info/pcie_gen/current_link_gen'],
  ),
  meter(
    'gpu.pcie-width',
    '',
    ['pcie.link.width.current'],
    ['pci/pci_gpu_link_info/link_widths/current_link_width'],
  ),
  meter('gpu.pcie-received', 'KB/s', [], ['pci/rx_util']),
  meter('gpu.pcie-sent', 'KB/s', [], ['pci/tx_util']),
  meter('gpu.throttle', '', ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'], []),
  meter(
    'gpu.ecc-errors',
    '',
    ['ecc.errors.uncorrected.volatile.total'],
    ['ecc_errors/volatile/double_bit/total'],
  ),
];

function meter(metric: HardwareMetric, unit: string, csv: readonly string[], xml: readonly string[]): Meter {
  return { metric, unit, csv, xml };
}

/** Bits of NVML's clock event reasons, by the words that the XML has for them. */
export const THROTTLE_BITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    gpu_idle: 0x1,
    applications_clocks_setting: 0x2,
    sw_power_cap: 0x4,
    hw_slowdown: 0x8,
    sync_boost: 0x10,
    sw_thermal_slowdown: 0x20,
    hw_thermal_slowdown: 0x40,
    hw_power_brake_slowdown: 0x80,
    display_clocks_setting: 0x100,
  }),
);

/** One of each meter first, then its other names: an older driver refuses what it does not know by name. */
export const QUERY_FIELDS: readonly string[] = [
  'index',
  'uuid',
  'pci.bus_id',
  'driver_version',
  'mig.mode.current',
  'memory.total',
  ...METERS.flatMap(({ csv }) => csv.slice(0, 1)),
  // Last, since it alone may hold a comma.
  'name',
];

/** What to ask for instead of a field that was refused; null where there is no other name. */
export function otherName(field: string): string | null {
  for (const { csv } of METERS) {
    const at = csv.indexOf(field);
    if (at >= 0) return csv[at + 1] ?? null;
  }
  return null;
}
