import type { OperatorFamily } from '../../contract/operator-family.ts';

/**
 * What a chart is drawn with. Hues have meanings that hold on every page: blue is A (and a run by itself), orange
 * is B, vermilion is bad. The renderer fills this from its design tokens, a report from its own.
 */
export interface ChartPalette {
  readonly text: string;
  readonly muted: string;
  /** Axis lines and crosshair. */
  readonly axis: string;
  /** Lines inside the plot; fainter than the axis. */
  readonly grid: string;
  /** Behind tooltips. */
  readonly surface: string;
  /** Behind what is set apart inside a chart. */
  readonly sunken: string;
  /** What is selected. */
  readonly accent: string;
  readonly blue: string;
  readonly orange: string;
  readonly green: string;
  readonly vermilion: string;
  readonly purple: string;
  readonly sky: string;
  /** What operators do; labels on them by inkOn(). */
  readonly families: Readonly<Record<OperatorFamily, string>>;
  /** From little to much, for what is filled by its amount: one lightness for one amount, told apart without hue. */
  readonly heat: readonly string[];
  /** From much faster over the same to much slower, in nine steps: deltaStep() finds them. */
  readonly delta: readonly string[];
  readonly fontFamily: string;
  /** Digits of equal width, for axis labels. */
  readonly numberFamily: string;
}

/** The part of ECharts' option that the builders use, so that this folder needs neither ECharts nor a DOM. */
export interface ChartOption {
  readonly [part: string]: unknown;
  readonly animation: boolean;
  readonly grid: Readonly<Record<string, unknown>>;
  readonly xAxis: Readonly<Record<string, unknown>>;
  readonly yAxis: Readonly<Record<string, unknown>>;
  readonly series: readonly Readonly<Record<string, unknown>>[];
}

export interface ChartColumn {
  /** With its unit: "latency (ms)". */
  readonly label: string;
  readonly values: ArrayLike<number | string | null>;
}

/** The numbers behind a chart: for CSV, and for whoever cannot see it. */
export type ChartTable = readonly ChartColumn[];

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  /** The value that sums the series up, formatted; empty where none does, or where a table beside it says more. */
  readonly value: string;
}

/** One drawing, complete: the option for ECharts, its words, and its numbers. */
export interface Chart {
  readonly title: string;
  /** One sentence with the gist, for the accessible name. */
  readonly description: string;
  readonly option: ChartOption;
  readonly legend: readonly LegendItem[];
  /**
   * What a click selects: which of the things that the builder was given, by its place there. The point is in the
   * chart's own values; null where there is nothing.
   */
  readonly pick?: (at: ChartPoint, toPixel: (point: ChartPoint) => ChartPoint) => number | null;
  /** Made on demand: a live chart never needs it at 10 Hz. */
  readonly table: () => ChartTable;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}
