import type { DeviceEnergy, EnergyMethod, RunEnergy } from '../../../contract/energy.ts';
import type {
  HardwareChannel,
  HardwareMetric,
  HardwareSourceReport,
} from '../../../contract/hardware-channels.ts';
import type { ChannelSeries, Recording } from '../../../contract/recording.ts';
import type { Provider } from '../../../contract/run.ts';
import type { Seconds } from '../../../contract/units.ts';
import { chooseMeters, type DeviceMeters } from './choose-meters.ts';
import { counterEnergy } from './counter.ts';
import { idleByCounter, idleByPower } from './idle.ts';
import { powerEnergy } from './power.ts';
import { sensorOf, type Sensor } from './sensors.ts';
import type { ErrorPart, Metered, Span } from './series.ts';

export interface EnergyBounds extends Span {
  /** When the worker was started: what was drawn before is idle. Null: the recording began with it. */
  readonly idleUntilSeconds: Seconds | null;
}

/** What the joules were spent on, each null where it is not known. */
export interface EnergyUse {
  readonly provider: Provider;
  readonly cpuModel: string;
  readonly inferences: number | null;
  readonly samples: number | null;
  readonly tokens: number | null;
  readonly flops: number | null;
}

/** All that energy is worked out from. */
export const ENERGY_METRICS: readonly HardwareMetric[] = [
  'cpu.energy',
  'cpu.power',
  'gpu.energy',
  'gpu.power',
  'battery.power',
];

/** Ranges after which counters begin anew, by channel; none are needed for counters unwound where they are read. */
export type CounterRanges = Readonly<Record<string, number>>;

/**
 * Joules of all that has a meter, over what was measured. `series` holds fresh readings on the run's axis, second 0
 * its first measured iteration; `null` where nothing was measured.
 */
export function energyOfRun(
  series: readonly ChannelSeries[],
  { devices, channels, sources }: Pick<Recording, 'devices' | 'channels' | 'sources'>,
  bounds: EnergyBounds,
  use: EnergyUse,
  ranges: CounterRanges = {},
): RunEnergy | null {
  if (!(bounds.toSeconds > bounds.fromSeconds)) return null;
  const byChannel = new Map(series.map((line) => [line.channel, line]));
  const all = chooseMeters(devices, channels).filter(
    ({ device }) => device.kind !== 'gpu' || use.provider !== 'cpu',
  );
  const metered = (meters: DeviceMeters): DeviceEnergy | string =>
    energyOfDevice(meters, byChannel, sources, bounds, use.cpuModel, ranges);
  const proper = all
    .filter(({ device }) => device.kind !== 'battery')
    .map((meters) => ({ meters, energy: metered(meters) }));
  // A battery feeds the whole machine, processors and all: it counts only where nothing better does.
  const asLast = proper.some(({ energy }) => typeof energy !== 'string')
    ? []
    : all
        .filter(({ device }) => device.kind === 'battery')
        .map((meters) => metered(meters))
        .filter((energy) => typeof energy !== 'string');
  const known = [
    ...proper.map(({ energy }) => energy).filter((energy) => typeof energy !== 'string'),
    ...asLast,
  ];
  const unmetered = proper.flatMap(({ meters, energy }) =>
    typeof energy === 'string' ? [{ deviceName: meters.device.name, reason: energy }] : [],
  );
  if (!all.some(({ device }) => device.kind === 'cpu')) {
    unmetered.unshift({ deviceName: 'CPU', reason: reasonFrom(sources, ['rapl']) });
  }
  return summed(known, unmetered, bounds, use);
}

function energyOfDevice(
  { device, counters, powers }: DeviceMeters,
  byChannel: ReadonlyMap<string, ChannelSeries>,
  sources: readonly HardwareSourceReport[],
  bounds: EnergyBounds,
  cpuModel: string,
  ranges: CounterRanges,
): DeviceEnergy | string {
  const reasons: string[] = [];
  const attempt = (
    channelsOf: readonly HardwareChannel[],
    method: EnergyMethod,
    measure: (line: ChannelSeries, sensor: Sensor, channel: HardwareChannel) => Metered,
    idle: (line: ChannelSeries, until: Seconds) => number | null,
  ): DeviceEnergy | null => {
    const first = channelsOf[0];
    if (first === undefined) return null;
    let [joules, errorJoules, idleWatts]: [number, number, number | null] = [0, 0, 0];
    const parts: ErrorPart[] = [];
    for (const channel of channelsOf) {
      const line = byChannel.get(channel.id);
      const sensor = sensorOf(channel.source, device.name, cpuModel);
      const result: Metered =
        line === undefined || sensor === null
          ? { kind: 'unknown', reason: 'Its meter was not recorded.' }
          : measure(line, sensor, channel);
      if (result.kind === 'unknown') {
        reasons.push(result.reason);
        return null;
      }
      joules += result.joules;
      errorJoules += result.errorJoules;
      parts.push(...result.parts);
      const before =
        line === undefined || bounds.idleUntilSeconds === null ? null : idle(line, bounds.idleUntilSeconds);
      idleWatts = before === null || idleWatts === null ? null : idleWatts + before;
    }
    const seconds = bounds.toSeconds - bounds.fromSeconds;
    const above = idleWatts === null ? null : joules - idleWatts * seconds;
    return {
      device: device.id,
      deviceName: device.name,
      source: first.source,
      method,
      seconds,
      joules,
      errorJoules,
      errorWords: wordsOf(parts, errorJoules),
      idleWatts,
      // No more than at idle is lost in the error: nothing that could be said of it.
      aboveIdleJoules: above === null || above <= 0 ? null : above,
    };
  };
  return (
    attempt(
      counters,
      'counter',
      (line, { counter }, { id }) =>
        counterEnergy(line, bounds, { ...counter, wrapsAtJoules: ranges[id] ?? null }),
      idleByCounter,
    ) ??
    attempt(powers, 'integrated-power', (line, { power }) => powerEnergy(line, bounds, power), idleByPower) ??
    reasons[0] ??
    reasonFrom(
      sources,
      device.kind === 'gpu' ? ['nvml', 'nvidia-smi', 'amdgpu', 'rocm-smi', 'intel-gpu'] : ['rapl'],
    )
  );
}

/** What the source that should have told says of itself. */
function reasonFrom(sources: readonly HardwareSourceReport[], ids: readonly string[]): string {
  const silent = sources.filter(({ id, state }) => ids.includes(id) && state !== 'reading');
  const [told] = silent.filter(({ reason }) => reason !== '');
  if (told === undefined) return 'No meter of its power is known here.';
  return told.nextStep === '' ? told.reason : `${told.reason}. ${told.nextStep}`.replace('..', '.');
}

/** Parts that make up a twentieth of the error, the largest first. */
function wordsOf(parts: readonly ErrorPart[], errorJoules: number): string {
  return parts
    .filter(({ joules }) => joules >= errorJoules / 20)
    .sort((a, b) => b.joules - a.joules)
    .map(({ words }) => words)
    .filter((words, index, all) => all.indexOf(words) === index)
    .join('; ');
}

const NOT_METERED: Omit<RunEnergy, 'unmetered'> = {
  devices: [],
  joules: null,
  errorPercent: null,
  meanWatts: null,
  perInferenceJoules: null,
  perSampleJoules: null,
  perTokenJoules: null,
  operationsPerJoule: null,
  aboveIdle: null,
};

function summed(
  devices: readonly DeviceEnergy[],
  unmetered: RunEnergy['unmetered'],
  { fromSeconds, toSeconds }: Span,
  { inferences, samples, tokens, flops }: EnergyUse,
): RunEnergy {
  if (devices.length === 0) return { ...NOT_METERED, unmetered };
  const joules = devices.reduce((sum, device) => sum + device.joules, 0);
  const error = devices.reduce((sum, device) => sum + device.errorJoules, 0);
  const per = (count: number | null, of = joules): number | null =>
    count === null || !(count > 0) ? null : of / count;
  const above = devices.map(({ aboveIdleJoules }) => aboveIdleJoules).filter((value) => value !== null);
  const aboveJoules = above.reduce((sum, value) => sum + value, 0);
  return {
    devices,
    unmetered,
    joules,
    errorPercent: (100 * error) / joules,
    meanWatts: joules / (toSeconds - fromSeconds),
    perInferenceJoules: per(inferences),
    perSampleJoules: per(samples),
    perTokenJoules: per(tokens),
    operationsPerJoule: flops === null || inferences === null ? null : (flops * inferences) / joules,
    aboveIdle:
      above.length === 0 || above.length < devices.length
        ? null
        : { joules: aboveJoules, perInferenceJoules: per(inferences, aboveJoules) },
  };
}
