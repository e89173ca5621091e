import { useCallback } from 'react';
import type { CriticalPath, CriticalPathPart } from '../../../contract/trace-report.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { stackedParts, type StackedPart } from '../../../core/charts/stacked-parts.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ChartAside, ChartSurface } from '../run/ChartSurface.tsx';
import { Reported, showInTimeline, type TracePart } from './Reported.tsx';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';

type PathSpan = CriticalPath['spans'][number];
type PathKind = CriticalPathPart['kind'];

const PARTS: readonly (StackedPart & { readonly kind: PathKind })[] = [
  { kind: 'kernel', label: 'Kernels', hue: ({ blue }) => blue },
  { kind: 'communication', label: 'Communication', hue: ({ purple }) => purple },
  { kind: 'memory', label: 'Copies', hue: ({ families }) => families.copy },
  { kind: 'host', label: 'Host', hue: ({ sky }) => sky },
  { kind: 'launch', label: 'Launches', hue: ({ orange }) => orange },
  { kind: 'sync', label: 'Synchronisation', hue: ({ families }) => families.movement },
  { kind: 'idle', label: 'Nothing recorded', hue: ({ families }) => families.idle },
];

/** What would have to be quicker for a step to be quicker. */
export function CriticalPathTab({ info, route }: TracePart) {
  return (
    <Reported info={info}>
      {({ criticalPath }) =>
        criticalPath === null ? (
          <EmptyState title="No critical path">
            It goes from launches to kernels and back: this trace has none that are linked.
          </EmptyState>
        ) : (
          <>
            <Parts info={info} path={criticalPath} />
            <TablePanel
              title="On the path"
              items={criticalPath.spans}
              columns={COLUMNS}
              sortedBy="on-path"
              exportName={info.name}
              empty="The path has no spans."
              onOpen={({ startUs, onPathUs }) => showInTimeline(route, startUs, startUs + onPathUs)}
            />
          </>
        )
      }
    </Reported>
  );
}

function Parts({ info, path }: { readonly info: TraceInfo; readonly path: CriticalPath }) {
  const build = useCallback(
    (palette: ChartPalette) =>
      stackedParts(
        {
          title: 'Critical path',
          axis: 'time',
          description: `${path.step}, ${durationOfUs(path.durationUs)}.`,
        },
        PARTS,
        [
          {
            label: path.step,
            valuesMs: PARTS.map(
              ({ kind }) => (path.parts.find((part) => part.kind === kind)?.totalUs ?? 0) / 1000,
            ),
          },
        ],
        palette,
      ),
    [path],
  );
  return (
    <ChartSurface>
      <ChartView build={build} exportName={info.name} height={96} />
      <ChartAside>
        The chain of work and waiting that made {path.step} as long as it was: {durationOfUs(path.durationUs)}
        . Making anything else quicker changes nothing.
      </ChartAside>
    </ChartSurface>
  );
}

const kindWords = (kind: PathKind): string => PARTS.find((part) => part.kind === kind)?.label ?? kind;
const COLUMNS: readonly DataColumn<PathSpan>[] = [
  {
    id: 'name',
    title: 'Span',
    kind: 'text',
    width: 'minmax(280px, 1fr)',
    canGroup: true,
    value: ({ name }) => name,
  },
  {
    id: 'kind',
    title: 'Kind',
    kind: 'text',
    width: '140px',
    canGroup: true,
    value: ({ kind }) => kindWords(kind),
  },
  { id: 'at', title: 'At', kind: 'number', value: ({ startUs }) => startUs, format: durationOfUs },
  {
    id: 'on-path',
    title: 'On the path',
    kind: 'number',
    width: '160px',
    isBar: true,
    isSummed: true,
    value: ({ onPathUs }) => onPathUs,
    format: durationOfUs,
  },
];
