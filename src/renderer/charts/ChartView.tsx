import { Ellipsis } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { asDynoError } from '../../contract/errors.ts';
import type { Chart, ChartPalette, Range } from '../../core/charts/chart.ts';
import { chartToCsv } from '../../core/charts/csv.ts';
import { IconButton } from '../components/IconButton.tsx';
import { Menu } from '../components/Menu.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { download, saveText } from '../state/download.ts';
import { showToast } from '../state/toasts.ts';
import type { EChartHandle } from './EChart.tsx';
import { usePalette } from './palette.ts';
import { setZoom, useZoom, zoomBy } from './zoom.ts';
import styles from './ChartView.module.css';

/** ECharts is most of the program's bytes and comes after the first paint. */
const EChart = lazy(() => import('./EChart.tsx').then((module) => ({ default: module.EChart })));

export function preloadCharts(): void {
  void import('./EChart.tsx');
}

export interface ChartViewProps {
  /** A pure builder; null where there is nothing to draw yet. Keep its identity while its data are the same. */
  readonly build: (palette: ChartPalette) => Chart | null;
  /** Tells that the same builder would draw something else now: for what streams. */
  readonly changes?: (listener: () => void) => () => void;
  /** Pixels, or a length that follows the window: "clamp(180px, 40vh, 480px)". */
  readonly height: number | string;
  /** Shares crosshair and zoom with the other charts of this name, which must share the x axis. */
  readonly group?: string;
  /** A click on one of the things that the builder was given, by its place there. */
  readonly onPick?: (place: number) => void;
  /** Stands where the builder gave nothing; a skeleton where absent. */
  readonly empty?: ReactNode;
  /** Beside the legend. */
  readonly actions?: ReactNode;
  /** Before the file name of an export: the run's name. */
  readonly exportName?: string;
  /** The heading's level on the page. */
  readonly headingLevel?: 2 | 3;
}

/** A chart with its title, legend, zoom and exports. */
export function ChartView({
  build,
  changes,
  height,
  group,
  onPick,
  empty,
  actions,
  exportName = 'dyno',
  headingLevel = 3,
}: ChartViewProps) {
  const palette = usePalette();
  const own = useId();
  const zoomName = group ?? own;
  const zoom = useZoom(zoomName);
  const tick = useTicks(changes);
  const chart = useMemo(() => (tick < 0 ? null : build(palette)), [build, palette, tick]);
  const handle = useRef<EChartHandle>(null);
  const onZoom = useMemo(() => (range: Range | null) => setZoom(zoomName, range), [zoomName]);
  const Heading = `h${headingLevel}` as const;
  return (
    <figure className={styles.figure}>
      {chart !== null && (
        <figcaption className={styles.caption}>
          <Heading className={styles.title}>{chart.title}</Heading>
          <Legend chart={chart} />
          {zoom !== null && (
            <button type="button" className={styles.reset} onClick={() => onZoom(null)}>
              Reset zoom
            </button>
          )}
          {actions}
          <ChartMenu
            chart={chart}
            zoom={zoom}
            onZoom={onZoom}
            fileName={`${exportName}-${chart.title}`}
            handle={() => handle.current}
          />
        </figcaption>
      )}
      <div className={styles.plot} style={{ height }}>
        {chart === null ? (
          (empty ?? <Skeleton shape="chart" />)
        ) : (
          <Suspense fallback={<Skeleton shape="chart" />}>
            <EChart
              chart={chart}
              palette={palette}
              zoom={zoom}
              onZoom={onZoom}
              handle={handle}
              {...(onPick === undefined ? {} : { onPick })}
              {...(group === undefined ? {} : { group })}
            />
          </Suspense>
        )}
      </div>
    </figure>
  );
}

/** Counts changes, at most one per frame. */
function useTicks(changes: ChartViewProps['changes']): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (changes === undefined) return;
    let frame = 0;
    const unsubscribe = changes(() => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        setTick((count) => count + 1);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
    };
  }, [changes]);
  return tick;
}

function Legend({ chart }: { readonly chart: Chart }) {
  return (
    <ul className={styles.legend}>
      {chart.legend.map(({ label, color, value }) => (
        <li key={label} className={styles.entry}>
          <svg width="8" height="8" aria-hidden="true">
            <circle cx="4" cy="4" r="4" fill={color} />
          </svg>
          {label}
          {value !== '' && <span className={styles.value}>{value}</span>}
        </li>
      ))}
    </ul>
  );
}

interface ChartMenuProps {
  readonly chart: Chart;
  readonly zoom: Range | null;
  readonly onZoom: (range: Range | null) => void;
  readonly fileName: string;
  readonly handle: () => EChartHandle | null;
}

function ChartMenu({ chart, zoom, onZoom, fileName, handle }: ChartMenuProps) {
  const name = fileName.toLowerCase().replaceAll(/[^\p{L}\p{N}.]+/gu, '-');
  const full = { min: Number(chart.option.xAxis['min']), max: Number(chart.option.xAxis['max']) };
  const picture = (kind: 'png' | 'svg'): void => {
    const drawn = handle();
    if (drawn === null) return;
    Promise.resolve(drawn[kind]()).then(
      (blob) => download(`${name}.${kind}`, blob),
      (error: unknown) => showToast({ text: asDynoError(error).message, tone: 'bad' }),
    );
  };
  const csv = (): void => {
    void saveText({ fileName: `${name}.csv`, mediaType: 'text/csv', text: chartToCsv(chart) });
  };
  return (
    <Menu
      trigger={
        <IconButton label={`${chart.title}: chart menu`}>
          <Ellipsis />
        </IconButton>
      }
      items={[
        { label: 'Save as PNG', onSelect: () => picture('png') },
        { label: 'Save as SVG', onSelect: () => picture('svg') },
        { label: 'Save as CSV', onSelect: csv },
        { label: 'Zoom in', separated: true, onSelect: () => onZoom(zoomBy(zoom ?? full, full, 0.5)) },
        {
          label: 'Zoom out',
          disabled: zoom === null,
          onSelect: () => onZoom(zoom === null ? null : zoomBy(zoom, full, 2)),
        },
        { label: 'Reset zoom', disabled: zoom === null, onSelect: () => onZoom(null) },
      ]}
    />
  );
}
