import type { HardwareChannel, HardwareDevice } from '../../../contract/hardware-channels.ts';

/** The channels that say what one device drew, best first. */
export interface DeviceMeters {
  readonly device: HardwareDevice;
  /** Added up: packages of several sockets and the memory beside them. */
  readonly counters: readonly HardwareChannel[];
  readonly powers: readonly HardwareChannel[];
}

const ENERGY = ['cpu.energy', 'gpu.energy'];
const POWER = ['cpu.power', 'gpu.power', 'battery.power'];

/** Each device that has a meter or should have one, and is no part of another that is metered as a whole. */
export function chooseMeters(
  devices: readonly HardwareDevice[],
  channels: readonly HardwareChannel[],
): DeviceMeters[] {
  return devices
    .filter(({ partOf }) => partOf === null)
    .map((device) => {
      const of = (metrics: readonly string[]): HardwareChannel[] =>
        channels.filter((channel) => channel.device === device.id && metrics.includes(channel.metric));
      return { device, counters: wholes(of(ENERGY)), powers: wholes(of(POWER)) };
    })
    .filter(
      ({ device, counters, powers }) =>
        device.kind === 'cpu' || device.kind === 'gpu' || counters.length > 0 || powers.length > 0,
    );
}

/**
 * RAPL's domains lie within each other: cores and uncore in the package, the package in the platform ("psys"). Memory
 * has a counter of its own, beside the package.
 */
function wholes(channels: readonly HardwareChannel[]): HardwareChannel[] {
  const named = (pattern: RegExp): HardwareChannel[] => channels.filter(({ detail }) => pattern.test(detail));
  const packages = named(/^(package|cpu-?\d|socket)/i).filter(
    ({ detail }) => !/core|uncore|dram/i.test(detail),
  );
  if (packages.length > 0) return [...packages, ...named(/dram/i)];
  const platform = named(/^psys/i);
  if (platform.length > 0) return platform;
  return channels.slice(0, 1);
}
