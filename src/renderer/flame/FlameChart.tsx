import { Ellipsis } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { asDynoError } from '../../contract/errors.ts';
import type { SpanFacts, SpanSource, TimeRange } from '../../contract/span-source.ts';
import { chartToCsv } from '../../core/charts/csv.ts';
import { FLAME_MARGIN, FLAME_ROW_PX } from '../../core/charts/flame.ts';
import { usePalette } from '../charts/palette.ts';
import { IconButton } from '../components/IconButton.tsx';
import { Menu } from '../components/Menu.tsx';
import { download, saveText } from '../state/download.ts';
import { showToast } from '../state/toasts.ts';
import { FlameCanvas } from './FlameCanvas.tsx';
import type { FlamePainter } from './flame-painter.ts';
import { Minimap } from './Minimap.tsx';
import { PickedDetails } from './PickedDetails.tsx';
import type { SpanTelling } from './span-telling.ts';
import { useFlame, type Flame } from './use-flame.ts';
import { ViewButtons } from './ViewButtons.tsx';
import { VisibleSpans } from './VisibleSpans.tsx';
import styles from './FlameChart.module.css';

export interface FlameChartProps {
  readonly source: SpanSource;
  readonly title: string;
  readonly query: string;
  readonly exportName: string;
  /** At most; a few rows take less. */
  readonly height: string;
  /** What is in view at first; all of it where left out. */
  readonly opensAt?: TimeRange | null;
  readonly isUpsideDown?: boolean;
  /** One of several: without an overview, and with less said. */
  readonly isPart?: boolean;
  readonly selectedSubject?: number | null;
  readonly subject?: { readonly label: string; readonly open: (subject: number) => void };
  readonly onSearch: () => void;
  /** Shows all spans of one name, with what is around and inside of them. */
  readonly onSandwich?: (name: string) => void;
  readonly tell?: SpanTelling;
  /** Told of each span that is picked, by pointer, key or search; null where none is any more. */
  readonly onPicked?: (facts: SpanFacts | null) => void;
  /** Set while this chart stands: goes to the next match, or the one before. */
  readonly stepper?: RefObject<((step: 1 | -1) => void) | null>;
}

/** One drawing of spans with its overview, its tools, and what is told of what one picks. */
export function FlameChart(props: FlameChartProps) {
  const { source, title, query, exportName, height, onSearch, selectedSubject } = props;
  const { isUpsideDown = false, isPart = false } = props;
  const flame = useFlame(source, query, props.opensAt);
  const painter = useRef<FlamePainter | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  useStepper(flame, props.stepper);
  useSelectedSubject(flame, selectedSubject ?? null);
  useTold(flame, props.onPicked);
  const { viewport } = flame;
  return (
    <figure className={styles.root}>
      <figcaption className={styles.caption}>
        <h2 className={styles.title}>{title}</h2>
        <ViewButtons viewport={viewport} isMeasuring={isMeasuring} onMeasure={setMeasuring} />
        <ExportMenu painter={painter} title={title} exportName={exportName} />
      </figcaption>
      {!isPart && <Minimap flame={flame} />}
      <FlameCanvas
        flame={flame}
        title={title}
        height={`min(${height}, ${heightOf(source)}px)`}
        isUpsideDown={isUpsideDown}
        isMeasuring={isMeasuring}
        onSearch={onSearch}
        painter={painter}
        {...(props.tell === undefined ? {} : { tell: props.tell })}
      />
      <PickedDetails
        flame={flame}
        isQuiet={isPart}
        {...(props.tell === undefined ? {} : { tell: props.tell })}
        {...(props.subject === undefined ? {} : { subject: props.subject })}
        {...(props.onSandwich === undefined ? {} : { onSandwich: props.onSandwich })}
      />
      <VisibleSpans flame={flame} painter={painter} />
    </figure>
  );
}

const LEAST_ROWS = 3;

function heightOf({ rowCount }: SpanSource): number {
  return Math.max(LEAST_ROWS, rowCount + 1) * FLAME_ROW_PX + FLAME_MARGIN.top + FLAME_MARGIN.bottom;
}

function useStepper(flame: Flame, stepper: FlameChartProps['stepper']): void {
  useEffect(() => {
    if (stepper === undefined) return;
    const { source, query, picked, viewport } = flame;
    const step = async (by: 1 | -1): Promise<void> => {
      const found = await source.nextMatch(query, picked.kind === 'span' ? picked.facts.id : null, by);
      const facts = found === null ? null : await source.span(found);
      if (facts === null) return;
      flame.pickSpan(facts.id);
      viewport.reveal(facts.row, facts.startUs, facts.startUs + facts.durationUs);
    };
    stepper.current = (by) => void step(by);
    return () => {
      stepper.current = null;
    };
  }, [flame, stepper]);
}

function useSelectedSubject({ source, pickSpan }: Flame, subject: number | null): void {
  useEffect(() => {
    if (subject === null) return;
    let isGone = false;
    void source.spanOf(subject).then((id) => {
      if (!isGone && id !== null) pickSpan(id);
    });
    return () => {
      isGone = true;
    };
  }, [source, pickSpan, subject]);
}

function useTold({ picked }: Flame, onPicked: FlameChartProps['onPicked']): void {
  const told = useRef<number | null>(null);
  useEffect(() => {
    const facts = picked.kind === 'span' ? picked.facts : null;
    if (told.current === (facts?.id ?? null)) return;
    told.current = facts?.id ?? null;
    onPicked?.(facts);
  }, [picked, onPicked]);
}

interface ExportMenuProps {
  readonly painter: RefObject<FlamePainter | null>;
  readonly title: string;
  readonly exportName: string;
}

function ExportMenu({ painter, title, exportName }: ExportMenuProps) {
  const palette = usePalette();
  const name = `${exportName}-${title}`.toLowerCase().replaceAll(/[^\p{L}\p{N}.]+/gu, '-');
  const picture = async (kind: 'png' | 'svg'): Promise<void> => {
    const chart = painter.current?.chart ?? null;
    if (chart === null) return;
    try {
      const { drawPng, drawSvg } = await import('../charts/EChart.tsx');
      const size = painter.current?.pictureSize ?? { width: 800, height: 400 };
      const blob = await (kind === 'png' ? drawPng : drawSvg)(chart, null, palette, size);
      download(`${name}.${kind}`, blob);
    } catch (error) {
      showToast({ text: asDynoError(error).message, tone: 'bad' });
    }
  };
  const csv = (): void => {
    const chart = painter.current?.chart ?? null;
    if (chart === null) return;
    void saveText({ fileName: `${name}.csv`, mediaType: 'text/csv', text: chartToCsv(chart) });
  };
  return (
    <Menu
      trigger={
        <IconButton label={`${title}: chart menu`}>
          <Ellipsis />
        </IconButton>
      }
      items={[
        { label: 'Save as PNG', onSelect: () => void picture('png') },
        { label: 'Save as SVG', onSelect: () => void picture('svg') },
        { label: 'Save what is shown as CSV', onSelect: csv },
      ]}
    />
  );
}
