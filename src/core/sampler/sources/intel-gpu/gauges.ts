import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../../../contract/units.ts';
import { numberIn, pcieGeneration, type DrmCard } from '../../drm-cards.ts';
import type { MachineFiles } from '../types.ts';

type Files = Pick<MachineFiles, 'read' | 'list'>;

/** One value of a card over the time since the reading before; NaN where it does not tell. */
export interface IntelGauge {
  readonly metric: HardwareMetric;
  read(passedMs: Milliseconds): number;
  /** Whether it has a file to read at all: a rate has no value at its first reading. */
  readonly isThere: boolean;
}

const MICRO = 1e-6;
const MILLI = 1e-3;

/**
 * What i915 and xe tell in sysfs. Use is the time in which the graphics part was not asleep (RC6, or xe's idle
 * residency): more than what it worked, since the counters of its engines are told by perf alone.
 */
export function intelGauges(files: Files, card: DrmCard, sensors: string | null): IntelGauge[] {
  const engines = card.driver === 'xe' ? xeEngines(files, card) : i915Engines(files, card);
  const of = (path: string): number => numberIn(files.read(path));
  const plain = (metric: HardwareMetric, read: () => number): IntelGauge => ({
    metric,
    read,
    isThere: Number.isFinite(read()),
  });
  const inSensors = (file: string, factor: number) => (): number =>
    sensors === null ? Number.NaN : of(`${sensors}/${file}`) * factor;
  const joules = firstThere([inSensors('energy1_input', MICRO), inSensors('energy2_input', MICRO)]);
  return [
    busy(
      engines.map(
        ({ idleMs }) =>
          () =>
            of(idleMs),
      ),
    ),
    plain('gpu.clock', () => of(engines[0]?.clock ?? '')),
    plain('gpu.energy', joules),
    rate('gpu.power', joules),
    plain('gpu.power-limit', firstThere([inSensors('power1_max', MICRO), inSensors('power1_cap', MICRO)])),
    plain('gpu.temperature', firstThere([inSensors('temp1_input', MILLI), inSensors('temp2_input', MILLI)])),
    plain('gpu.pcie-generation', () => pcieGeneration(files.read(`${card.folder}/current_link_speed`))),
    plain('gpu.pcie-width', () => {
      const width = of(`${card.folder}/current_link_width`);
      return width > 0 ? width : Number.NaN;
    }),
  ].filter(({ isThere }) => isThere);
}

interface Engine {
  readonly idleMs: string;
  readonly clock: string;
}

function i915Engines(files: Files, { name }: DrmCard): Engine[] {
  const card = `/sys/class/drm/${name}`;
  const newer = files
    .list(`${card}/gt`)
    .filter((gt) => /^gt\d+$/.test(gt))
    .map((gt) => ({
      idleMs: `${card}/gt/${gt}/rc6_residency_ms`,
      clock: `${card}/gt/${gt}/rps_act_freq_mhz`,
    }));
  return newer.length > 0
    ? newer
    : [{ idleMs: `${card}/power/rc6_residency_ms`, clock: `${card}/gt_act_freq_mhz` }];
}

function xeEngines(files: Files, { folder }: DrmCard): Engine[] {
  return files
    .list(folder)
    .filter((tile) => /^tile\d+$/.test(tile))
    .flatMap((tile) =>
      files
        .list(`${folder}/${tile}`)
        .filter((gt) => /^gt\d+$/.test(gt))
        .map((gt) => ({
          idleMs: `${folder}/${tile}/${gt}/gtidle/idle_residency_ms`,
          clock: `${folder}/${tile}/${gt}/freq0/act_freq`,
        })),
    );
}

/** Of the engine that slept least. */
function busy(idles: readonly (() => number)[]): IntelGauge {
  const before = idles.map((idle) => idle());
  return {
    metric: 'gpu.use',
    isThere: before.some(Number.isFinite),
    read(passedMs) {
      let most = Number.NaN;
      idles.forEach((idle, index) => {
        const now = idle();
        const slept = now - (before[index] ?? Number.NaN);
        before[index] = now;
        const percent = 100 - (100 * slept) / passedMs;
        // A counter that began anew slept less than nothing.
        if (slept >= 0 && Number.isFinite(percent))
          most = Math.max(Number.isNaN(most) ? 0 : most, Math.min(100, percent));
      });
      return most;
    },
  };
}

/** Watts out of a counter of joules. */
function rate(metric: HardwareMetric, joules: () => number): IntelGauge {
  let before = joules();
  return {
    metric,
    isThere: Number.isFinite(before),
    read(passedMs) {
      const now = joules();
      const watts = ((now - before) * 1000) / passedMs;
      before = now;
      return watts >= 0 && Number.isFinite(watts) ? watts : Number.NaN;
    },
  };
}

function firstThere(reads: readonly (() => number)[]): () => number {
  return reads.find((read) => Number.isFinite(read())) ?? (() => Number.NaN);
}
