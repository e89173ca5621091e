import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AxisPointerComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { graphic, init, use, type ECharts } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { useEffect, useImperativeHandle, useRef, type PointerEvent, type Ref } from 'react';
import type { Chart, ChartPalette, Range } from '../../core/charts/chart.ts';
import { joinCrosshair } from './crosshair.ts';
import { EXPORT_HEAD } from './export-head.ts';
import styles from './EChart.module.css';

use([
  AxisPointerComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
  ScatterChart,
  TitleComponent,
  TooltipComponent,
]);

/** A path that a builder traces itself: thousands of rectangles as one element. */
graphic.registerShape(
  'traced',
  graphic.extendShape({
    // Inside of an object: ECharts takes a function by itself for a list, since it has a length.
    shape: { by: { trace: (): void => undefined } },
    buildPath(path: unknown, shape: unknown) {
      (shape as { readonly by: { trace(path: unknown): void } }).by.trace(path);
    },
  }),
);

export interface EChartHandle {
  png(): Promise<Blob>;
  svg(): Blob;
}

export interface EChartProps {
  readonly chart: Chart;
  readonly palette: ChartPalette;
  /** Charts of one group share crosshair and zoom; they must share the x axis. */
  readonly group?: string;
  readonly zoom: Range | null;
  readonly onZoom: (range: Range | null) => void;
  /** Of what a click has hit, the place that the builder's pick() tells. */
  readonly onPick?: (place: number) => void;
  readonly handle?: Ref<EChartHandle>;
}

const LEAST_DRAG_PX = 4;

/** The only place that knows ECharts. It draws what a pure builder says, one frame at a time. */
export function EChart({ chart, palette, group, zoom, onZoom, onPick, handle }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const hair = useRef<HTMLDivElement>(null);
  const instance = useRef<ECharts | null>(null);
  const drag = useRef<number | null>(null);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const made = init(element, null, { renderer: 'canvas' });
    instance.current = made;
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => made.resize());
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      made.dispose();
      instance.current = null;
    };
  }, []);

  useEffect(() => {
    const made = instance.current;
    if (made === null || group === undefined) return;
    const crosshair = joinCrosshair(group, (at) => {
      const x = at === null ? Number.NaN : Number(made.convertToPixel({ xAxisIndex: 0 }, at));
      placeHair(hair.current, x, made.containPixel('grid', [x, made.getHeight() / 2]));
    });
    const point = (event: unknown): void => crosshair.point(pointedAt(event));
    const out = (): void => crosshair.point(null);
    made.on('updateAxisPointer', point);
    made.getZr().on('globalout', out);
    return () => {
      crosshair.leave();
      if (made.isDisposed()) return;
      made.off('updateAxisPointer', point);
      made.getZr().off('globalout', out);
    };
  }, [group]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      instance.current?.setOption(zoomed(chart, zoom), { replaceMerge: ['series'], lazyUpdate: false });
    });
    return () => cancelAnimationFrame(frame);
  }, [chart, zoom]);

  useImperativeHandle(
    handle,
    () => ({
      png: () => drawPng(chart, zoom, palette, sizeOf(box.current)),
      svg: () => drawSvg(chart, zoom, palette, sizeOf(box.current)),
    }),
    [chart, zoom, palette],
  );

  const move = (event: PointerEvent): void => {
    if (drag.current === null || band.current === null) return;
    const x = event.nativeEvent.offsetX;
    band.current.style.left = `${Math.min(x, drag.current)}px`;
    band.current.style.width = `${Math.abs(x - drag.current)}px`;
    band.current.hidden = Math.abs(x - drag.current) < LEAST_DRAG_PX;
  };
  const { top, bottom } = chart.option.grid;
  const plot = { top: Number(top), bottom: Number(bottom) };
  const endDrag = (): void => {
    drag.current = null;
    if (band.current !== null) band.current.hidden = true;
  };
  return (
    <div
      className={styles.root}
      onPointerDown={(event) => {
        const { offsetX, offsetY } = event.nativeEvent;
        if (event.button !== 0 || !instance.current?.containPixel('grid', [offsetX, offsetY])) return;
        drag.current = offsetX;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={(event) => {
        const from = drag.current;
        endDrag();
        const to = event.nativeEvent.offsetX;
        if (from === null) return;
        if (Math.abs(to - from) < LEAST_DRAG_PX) {
          const picked = pickedAt(instance.current, chart, to, event.nativeEvent.offsetY);
          if (picked !== null) onPick?.(picked);
          return;
        }
        const range = rangeBetween(instance.current, from, to);
        if (range !== null) onZoom(range);
      }}
      onPointerCancel={endDrag}
      onDoubleClick={() => onZoom(null)}
    >
      <div ref={box} className={styles.canvas} role="img" aria-label={chart.description} />
      <div ref={band} className={styles.band} style={plot} hidden />
      <div ref={hair} className={styles.hair} style={plot} hidden />
    </div>
  );
}

/** A drawing that is told each frame what to show, for views with zoom and pan of their own. */
export interface Canvas {
  /** Drawn when it returns. */
  draw(chart: Chart): void;
  close(): void;
}

/** Told of its size when that changes, after which it has to be drawn anew. */
export function openCanvas(element: HTMLElement, onResize: () => void): Canvas {
  const made = init(element, null, { renderer: 'canvas' });
  const observer = new ResizeObserver(() => {
    made.resize();
    onResize();
  });
  observer.observe(element);
  return {
    draw: (chart) => made.setOption({ ...chart.option }, { silent: true, lazyUpdate: false }),
    close() {
      observer.disconnect();
      made.dispose();
    },
  };
}

function placeHair(hair: HTMLElement | null, x: number, inside: boolean): void {
  if (hair === null) return;
  hair.hidden = !inside;
  if (inside) hair.style.transform = `translateX(${Math.round(x)}px)`;
}

/** Where on the x axis ECharts has put its pointer; null where it has taken it away. */
function pointedAt(event: unknown): number | null {
  const axes = (event as { axesInfo?: readonly { axisDim: string; value: unknown }[] }).axesInfo ?? [];
  const value = axes.find(({ axisDim }) => axisDim === 'x')?.value;
  return typeof value === 'number' ? value : null;
}

function zoomed(chart: Chart, zoom: Range | null): Record<string, unknown> {
  const { option } = chart;
  if (zoom === null) return { ...option };
  return { ...option, xAxis: { ...option.xAxis, min: zoom.min, max: zoom.max, interval: null } };
}

function pickedAt(drawn: ECharts | null, chart: Chart, x: number, y: number): number | null {
  if (drawn === null || chart.pick === undefined) return null;
  const finder = { xAxisIndex: 0, yAxisIndex: 0 };
  const [atX = NaN, atY = NaN] = drawn.convertFromPixel(finder, [x, y]);
  return chart.pick({ x: atX, y: atY }, (point) => {
    const [pixelX = NaN, pixelY = NaN] = drawn.convertToPixel(finder, [point.x, point.y]);
    return { x: pixelX, y: pixelY };
  });
}

function rangeBetween(chart: ECharts | null, from: number, to: number): Range | null {
  const ends = [from, to].map((x) => Number(chart?.convertFromPixel({ xAxisIndex: 0 }, x)));
  const [min, max] = [Math.min(...ends), Math.max(...ends)];
  return Number.isFinite(min) && max > min ? { min, max } : null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf(element: HTMLElement | null): Size {
  return { width: element?.clientWidth ?? 800, height: (element?.clientHeight ?? 240) + EXPORT_HEAD };
}

/** A picture that leaves the page takes its title and a ground along. */
function forExport(chart: Chart, zoom: Range | null, palette: ChartPalette): Record<string, unknown> {
  const option = zoomed(chart, zoom);
  const legend = chart.legend
    .map(({ label, value }) => (value === '' ? label : `${label} ${value}`))
    .join('   ');
  return {
    ...option,
    backgroundColor: palette.surface,
    grid: { ...chart.option.grid, top: Number(chart.option.grid['top'] ?? 12) + EXPORT_HEAD },
    title: {
      text: chart.title,
      subtext: legend,
      left: 12,
      top: 8,
      itemGap: 4,
      textStyle: {
        color: palette.text,
        fontFamily: palette.fontFamily,
        fontSize: 13,
        fontWeight: 600,
        lineHeight: 18,
      },
      subtextStyle: { color: palette.muted, fontFamily: palette.fontFamily, fontSize: 11 },
    },
  };
}

export function drawSvg(chart: Chart, zoom: Range | null, palette: ChartPalette, size: Size): Blob {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, ...size });
  drawn.setOption(forExport(chart, zoom, palette));
  const text = drawn.renderToSVGString();
  drawn.dispose();
  return new Blob([text], { type: 'image/svg+xml' });
}

export async function drawPng(
  chart: Chart,
  zoom: Range | null,
  palette: ChartPalette,
  size: Size,
): Promise<Blob> {
  const drawn = init(document.createElement('div'), null, {
    renderer: 'canvas',
    devicePixelRatio: 2,
    ...size,
  });
  drawn.setOption(forExport(chart, zoom, palette));
  const canvas = drawn.renderToCanvas({ pixelRatio: 2, backgroundColor: palette.surface });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  drawn.dispose();
  return blob ?? new Blob();
}
