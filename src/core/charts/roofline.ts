import { formatNumber } from '../../contract/units.ts';
import { formatFlops } from '../analysis/run-words.ts';
import type { Chart, ChartPalette } from './chart.ts';
import type { Hue } from './channel-hue.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface MemoryRoof {
  /** "L2", "memory". */
  readonly label: string;
  readonly gigabytesPerSecond: number;
}

export interface ComputeRoof {
  /** "FP32", "tensor cores, FP16". */
  readonly label: string;
  readonly gigaflops: number;
}

/** What a processor can do at most: by the bytes that it must move, and by the arithmetic. */
export interface Roofline {
  readonly name: string;
  /** Main memory last. */
  readonly memory: readonly MemoryRoof[];
  /** The one that most models use first. */
  readonly compute: readonly ComputeRoof[];
}

/** What else has to find room on the axes. */
export interface RooflineReach {
  readonly leastIntensity?: number;
  readonly mostIntensity?: number;
  readonly leastGigaflops?: number;
  readonly mostGigaflops?: number;
}

/** Points on an octave, so that the pointer finds a value everywhere. */
const PER_OCTAVE = 4;
const LEAST_INTENSITY = 2 ** -5;

/**
 * Attainable arithmetic by operations per byte (Williams, Waterman and Patterson, Communications of the ACM 52(4),
 * 2009), on axes by their logarithms: a bandwidth is a slope, a peak is a ceiling.
 */
export function roofline(data: Roofline, palette: ChartPalette, reach: RooflineReach = {}): Chart {
  const { memory, compute, name } = data;
  const least = Math.min(LEAST_INTENSITY, reach.leastIntensity ?? LEAST_INTENSITY);
  const peak = Math.max(...compute.map(({ gigaflops }) => gigaflops));
  const slowest = Math.min(...memory.map(({ gigabytesPerSecond }) => gigabytesPerSecond));
  const fastest = Math.max(...memory.map(({ gigabytesPerSecond }) => gigabytesPerSecond));
  const range = {
    min: Math.floor(Math.log2(least)),
    max: Math.max(Math.ceil(Math.log2(peak / slowest)) + 3, Math.ceil(Math.log2(reach.mostIntensity ?? 1))),
  };
  const places = Array.from(
    { length: Math.round((range.max - range.min) * PER_OCTAVE) + 1 },
    (_, index) => range.min + index / PER_OCTAVE,
  );
  const roofs = [
    ...memory.map((roof, index) =>
      memoryLine(
        roof,
        looksOfMemory(palette, index, memory.length),
        palette,
        places,
        peak,
        labelAmong(roof, memory, ({ gigabytesPerSecond }) => gigabytesPerSecond),
      ),
    ),
    ...compute.map((roof, index) =>
      computeLine(
        roof,
        looksOfCompute(palette, index),
        palette,
        places,
        fastest,
        labelAmong(roof, compute, ({ gigaflops }) => gigaflops),
      ),
    ),
  ];
  const low = Math.min(
    slowest * least,
    reach.leastGigaflops ?? Infinity,
    ...compute.map(({ gigaflops }) => gigaflops),
  );
  return {
    title: `Roofline of ${name}`,
    description: `What ${name} can do at most. ${[
      ...memory.map(({ label, gigabytesPerSecond }) => `${label}: ${formatGigabytes(gigabytesPerSecond)}`),
      ...compute.map(({ label, gigaflops }) => `${label}: ${formatGigaflops(gigaflops)}`),
    ].join('. ')}.`,
    // The table beside it has the figures.
    legend: roofs.map(({ label, color }) => ({ label, color, value: '' })),
    option: {
      animation: false,
      grid: plotGrid({ top: 24 }),
      xAxis: {
        ...horizontalAxis(palette, { name: 'operations per byte', unit: { name: '', size: 1 } }, range),
        interval: 2,
        axisLabel: { ...labels(palette), formatter: (place: number) => intensityWords(place) },
        axisPointer: {
          show: true,
          type: 'line',
          snap: false,
          lineStyle: { color: palette.axis, type: 'solid', width: 1 },
          label: { show: false },
        },
      },
      yAxis: {
        ...verticalAxis(
          palette,
          { name: 'attainable (FLOP/s)', unit: { name: '', size: 1 } },
          { min: 1, max: 2 },
        ),
        type: 'log',
        interval: null,
        min: low / 2,
        max: Math.max(peak * 3, (reach.mostGigaflops ?? 0) * 2),
        axisLabel: { ...labels(palette), formatter: (value: number) => decadeWords(value) },
      },
      tooltip: axisTooltip(palette, (points) => {
        const place = points[0]?.value[0] ?? 0;
        return tooltipHtml(
          `${intensityWords(place)} operations per byte`,
          roofs.map((roof) => ({ label: roof.label, value: roof.at(2 ** place), color: roof.color })),
        );
      }),
      series: roofs.map(({ series }) => series),
    },
    table: () => [
      { label: 'roof', values: [...memory, ...compute].map(({ label }) => label) },
      {
        label: 'bandwidth (GB/s)',
        values: [...memory.map(({ gigabytesPerSecond }) => gigabytesPerSecond), ...compute.map(() => null)],
      },
      {
        label: 'arithmetic (GFLOP/s)',
        values: [...memory.map(() => null), ...compute.map(({ gigaflops }) => gigaflops)],
      },
    ],
  };
}

interface Roof {
  readonly label: string;
  readonly color: string;
  readonly value: string;
  readonly at: (intensity: number) => string;
  readonly series: Readonly<Record<string, unknown>>;
}

interface Look {
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
}

/** Main memory is the roof that counts: caches are fainter lines of the same hue. */
function looksOfMemory(palette: ChartPalette, index: number, count: number): Look {
  if (index === count - 1) return { color: palette.purple, type: 'solid' };
  return { color: palette.sky, type: (['dotted', 'dashed', 'solid'] as const)[index] ?? 'solid' };
}

function memoryLine(
  { label, gigabytesPerSecond }: MemoryRoof,
  { color, type }: Look,
  palette: ChartPalette,
  places: readonly number[],
  peak: number,
  words: string,
): Roof {
  const value = formatGigabytes(gigabytesPerSecond);
  const flops = (intensity: number): number => Math.min(peak, gigabytesPerSecond * intensity);
  const ridge = Math.log2(peak / gigabytesPerSecond);
  const below = [...places.filter((place) => place < ridge), ridge];
  return {
    label,
    color,
    value,
    at: (intensity) => formatGigaflops(flops(intensity)),
    series: {
      ...line(`memory-${label}`, color, type),
      data: below.map((place, point) => ({
        value: [place, flops(2 ** place)],
        symbolSize: 0,
        label: lineLabel(palette, point === 0 ? words : '', 'left'),
      })),
    },
  };
}

function computeLine(
  { label, gigaflops }: ComputeRoof,
  { color, type }: Look,
  palette: ChartPalette,
  places: readonly number[],
  fastest: number,
  words: string,
): Roof {
  const value = formatGigaflops(gigaflops);
  const ridge = Math.log2(gigaflops / fastest);
  const beyond = [Math.max(ridge, places[0] ?? 0), ...places.filter((place) => place > ridge)];
  return {
    label,
    color,
    value,
    at: () => value,
    series: {
      ...line(`compute-${label}`, color, type),
      data: beyond.map((place, point) => ({
        value: [place, gigaflops],
        symbolSize: 0,
        label: lineLabel(palette, point === beyond.length - 1 ? words : '', 'right'),
      })),
    },
  };
}

function looksOfCompute(palette: ChartPalette, index: number): Look {
  const hues: readonly Hue[] = ['blue', 'orange', 'muted'];
  return {
    color: palette[hues[index % hues.length] as Hue],
    type: (['solid', 'dashed', 'dotted'] as const)[Math.floor(index / hues.length)] ?? 'dotted',
  };
}

/** Roofs so near to each other that their names would overlap share the name that the first of them bears. */
function labelAmong<One extends { readonly label: string }>(
  roof: One,
  all: readonly One[],
  heightOf: (roof: One) => number,
): string {
  const near = all.filter((other) => Math.abs(Math.log(heightOf(other) / heightOf(roof))) < 0.25);
  return near[0] === roof ? near.map(({ label }) => label).join(' / ') : '';
}

/** Slopes are named below their beginning, ceilings above their end: nothing lies there. */
function lineLabel(palette: ChartPalette, text: string, side: 'left' | 'right'): object {
  return {
    show: text !== '',
    position: side === 'left' ? 'bottom' : 'top',
    align: side,
    distance: 3,
    formatter: text,
    color: palette.muted,
    fontFamily: palette.fontFamily,
    fontSize: 11,
  };
}

function line(id: string, color: string, type: string): Readonly<Record<string, unknown>> {
  return {
    id,
    type: 'line',
    showSymbol: true,
    symbol: 'circle',
    symbolSize: 0,
    lineStyle: { color, width: 1.75, type },
    itemStyle: { color },
    emphasis: { disabled: true },
    silent: true,
  };
}

function labels(palette: ChartPalette): Readonly<Record<string, unknown>> {
  return { color: palette.muted, fontFamily: palette.numberFamily, fontSize: 11, hideOverlap: true };
}

function intensityWords(place: number): string {
  if (Number.isInteger(place) && place < 0) return `1/${2 ** -place}`;
  return formatNumber(2 ** place).replace(/\.00?$/, '');
}

/** "10 T" for 10 TFLOP/s; only powers of ten, the end of the axis is none. */
function decadeWords(gigaflops: number): string {
  const power = Math.log10(gigaflops);
  if (Math.abs(power - Math.round(power)) > 1e-6) return '';
  const step = Math.max(-3, Math.floor(Math.round(power) / 3));
  const units: Readonly<Record<number, string>> = { [-3]: '', [-2]: 'k', [-1]: 'M', 0: 'G', 1: 'T', 2: 'P' };
  return `${10 ** (Math.round(power) - step * 3)} ${units[step] ?? `× 10^${step * 3}`}`;
}

export function formatGigaflops(gigaflops: number): string {
  return `${formatFlops(gigaflops * 1e9)}/s`;
}

export function formatGigabytes(gigabytesPerSecond: number): string {
  return gigabytesPerSecond >= 1000
    ? `${formatNumber(gigabytesPerSecond / 1000)} TB/s`
    : `${formatNumber(gigabytesPerSecond)} GB/s`;
}
