import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import { numberIn, pcieGeneration } from '../../drm-cards.ts';
import type { MachineFiles } from '../types.ts';

type Files = Pick<MachineFiles, 'read' | 'list'>;

/** One value of a card: NaN where its file does not tell now. */
export interface Gauge {
  readonly metric: HardwareMetric;
  read(): number;
}

const MICRO = 1e-6;
const MILLI = 1e-3;

/** What amdgpu's files tell of one card; those that tell nothing at the start are left out. */
export function amdGauges(files: Files, folder: string, sensors: string | null): Gauge[] {
  const number =
    (path: string, factor = 1) =>
    (): number =>
      numberIn(files.read(`${folder}/${path}`)) * factor;
  const gauges: Gauge[] = [
    { metric: 'gpu.use', read: number('gpu_busy_percent') },
    { metric: 'gpu.memory-busy', read: number('mem_busy_percent') },
    { metric: 'gpu.memory-used', read: number('mem_info_vram_used') },
    {
      metric: 'gpu.memory-use',
      read: () =>
        share(
          numberIn(files.read(`${folder}/mem_info_vram_used`)),
          numberIn(files.read(`${folder}/mem_info_vram_total`)),
        ),
    },
    {
      metric: 'gpu.clock',
      read: firstOf(sensorClock(files, sensors, 'sclk'), () => dpmClock(files.read(`${folder}/pp_dpm_sclk`))),
    },
    {
      metric: 'gpu.memory-clock',
      read: firstOf(sensorClock(files, sensors, 'mclk'), () => dpmClock(files.read(`${folder}/pp_dpm_mclk`))),
    },
    { metric: 'gpu.pcie-generation', read: () => pcieGeneration(files.read(`${folder}/current_link_speed`)) },
    { metric: 'gpu.pcie-width', read: number('current_link_width') },
    ...(sensors === null ? [] : sensorGauges(files, sensors)),
  ];
  return gauges.filter(({ read }) => Number.isFinite(read()));
}

function sensorGauges(files: Files, sensors: string): Gauge[] {
  const number = (file: string, factor: number) => (): number =>
    numberIn(files.read(`${sensors}/${file}`)) * factor;
  const temperature = (label: string): (() => number) =>
    number(labelled(files, sensors, 'temp', label), MILLI);
  return [
    { metric: 'gpu.power', read: firstOf(number('power1_average', MICRO), number('power1_input', MICRO)) },
    { metric: 'gpu.power-limit', read: number('power1_cap', MICRO) },
    { metric: 'gpu.energy', read: number('energy1_input', MICRO) },
    {
      metric: 'gpu.temperature',
      read: firstOf(temperature('edge'), temperature('junction'), number('temp1_input', MILLI)),
    },
    { metric: 'gpu.memory-temperature', read: temperature('mem') },
    { metric: 'gpu.fan', read: () => fanPercent(files, sensors) },
  ];
}

/** The file of the sensor with that label: their numbers differ from card to card. */
function labelled(files: Files, sensors: string, kind: string, label: string): string {
  const file = files
    .list(sensors)
    .find(
      (name) =>
        new RegExp(`^${kind}\\d+_label$`).test(name) && files.read(`${sensors}/${name}`)?.trim() === label,
    );
  return file === undefined ? `no-${kind}-${label}` : file.replace('_label', '_input');
}

function sensorClock(files: Files, sensors: string | null, label: string): () => number {
  if (sensors === null) return () => Number.NaN;
  const file = labelled(files, sensors, 'freq', label);
  return () => numberIn(files.read(`${sensors}/${file}`)) * MICRO;
}

/** Of 255, or of the fan's highest speed where the card controls it by that. */
function fanPercent(files: Files, sensors: string): number {
  const of = (file: string): number => numberIn(files.read(`${sensors}/${file}`));
  const [turns, most] = [of('fan1_input'), of('fan1_max')];
  return most > 0 && Number.isFinite(turns) ? share(turns, most) : share(of('pwm1'), 255);
}

/** The line with the star: "1: 500Mhz *". */
function dpmClock(text: string | null): number {
  return Number(/^\s*\w+:\s*(\d+)\s*mhz\s*\*/im.exec(text ?? '')?.[1] ?? Number.NaN);
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, (part / whole) * 100) : Number.NaN;
}

function firstOf(...reads: readonly (() => number)[]): () => number {
  return () => {
    for (const read of reads) {
      const value = read();
      if (Number.isFinite(value)) return value;
    }
    return Number.NaN;
  };
}
