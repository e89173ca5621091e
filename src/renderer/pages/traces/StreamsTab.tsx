import { useCallback } from 'react';
import type { Gap, LaunchStatistics, QueueLength, StreamIdle } from '../../../contract/trace-report.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { formatCount } from '../../../contract/units.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { queueLength } from '../../../core/charts/queue-length.ts';
import { stackedParts } from '../../../core/charts/stacked-parts.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Stat } from '../../components/Stat.tsx';
import { ChartAside, ChartSurface } from '../run/ChartSurface.tsx';
import { Reported, showInTimeline, type TracePart } from './Reported.tsx';
import { IDLE_PARTS } from './idle-parts.ts';
import type { DataColumn } from './table/columns.ts';
import { TablePanel } from './table/TablePanel.tsx';
import { durationOfUs } from './trace-words.ts';
import styles from './TracePage.module.css';

/** Whether the device had something to do, why not, and how far ahead of it the host was. */
export function StreamsTab({ info, route }: TracePart) {
  return (
    <Reported info={info}>
      {({ streams, gaps, launches, queues }) => (
        <>
          {streams.length > 0 && <IdleChart info={info} streams={streams} />}
          {launches !== null && <Launches launches={launches} />}
          {queues.length > 0 && <Queue info={info} queues={queues} />}
          <TablePanel
            title="Longest gaps"
            items={gaps}
            columns={GAP_COLUMNS}
            sortedBy="length"
            exportName={info.name}
            empty="No stream stood still between two pieces of work."
            onOpen={({ fromUs, toUs }) => showInTimeline(route, fromUs, toUs)}
          />
        </>
      )}
    </Reported>
  );
}

function IdleChart({ info, streams }: { readonly info: TraceInfo; readonly streams: readonly StreamIdle[] }) {
  const build = useCallback(
    (palette: ChartPalette) =>
      stackedParts(
        {
          title: 'Streams: busy, and idle by reason',
          axis: 'time',
          description: streams
            .slice(0, 4)
            .map(
              ({ device, stream, idleUs }) =>
                `device ${device} stream ${stream}: ${durationOfUs(idleUs)} idle`,
            )
            .join('; '),
        },
        IDLE_PARTS,
        streams.map((each) => ({
          label: `GPU ${each.device} · ${each.stream}`,
          valuesMs: IDLE_PARTS.map(({ of }) => of(each) / 1000),
        })),
        palette,
      ),
    [streams],
  );
  return (
    <ChartSurface>
      <ChartView build={build} exportName={info.name} height={60 + Math.min(streams.length, 24) * 26} />
      <ChartAside>
        Host wait: the next kernel had not been launched yet. Kernel wait: it was launched, and the gap is as
        short as between any two kernels. Other: launched in time, and waiting for something else.
      </ChartAside>
    </ChartSurface>
  );
}

function Launches({ launches }: { readonly launches: LaunchStatistics }) {
  const { delayUs, callUs, launches: count, unmatched, shorterThanLaunch } = launches;
  return (
    <Panel title="Launches">
      <div className={styles.numbers}>
        <Stat
          label="Launches"
          value={formatCount(count)}
          interval={`${formatCount(unmatched)} without their kernel`}
        />
        <Stat
          label="Delay, median"
          value={durationOfUs(delayUs.p50)}
          interval="from the call to the kernel’s start"
        />
        <Stat label="Delay, p95" value={durationOfUs(delayUs.p95)} />
        <Stat label="Delay, most" value={durationOfUs(delayUs.max)} />
        <Stat label="Call, median" value={durationOfUs(callUs.p50)} />
        <Stat
          label="Shorter than their launch"
          value={formatCount(shorterThanLaunch)}
          interval="kernels that cost more to launch than to run"
        />
      </div>
    </Panel>
  );
}

function Queue({ info, queues }: { readonly info: TraceInfo; readonly queues: readonly QueueLength[] }) {
  const build = useCallback(
    (palette: ChartPalette) =>
      queueLength(
        queues
          .slice(0, 12)
          .map(({ device, stream, ...rest }) => ({ label: `GPU ${device} · ${stream}`, ...rest })),
        palette,
      ),
    [queues],
  );
  return (
    <ChartSurface>
      <ChartView build={build} exportName={info.name} height={220} />
    </ChartSurface>
  );
}

const REASONS = { 'host-wait': 'host wait', 'kernel-wait': 'kernel wait', other: 'other' } as const;
const GAP_COLUMNS: readonly DataColumn<Gap>[] = [
  {
    id: 'stream',
    title: 'Stream',
    kind: 'text',
    width: '120px',
    canGroup: true,
    value: ({ device, stream }) => `GPU ${device} · ${stream}`,
  },
  {
    id: 'reason',
    title: 'Reason',
    kind: 'text',
    width: '104px',
    canGroup: true,
    value: ({ reason }) => REASONS[reason],
  },
  {
    id: 'length',
    title: 'Length',
    kind: 'number',
    width: '150px',
    isBar: true,
    isSummed: true,
    value: ({ fromUs, toUs }) => toUs - fromUs,
    format: durationOfUs,
  },
  { id: 'from', title: 'At', kind: 'number', value: ({ fromUs }) => fromUs, format: durationOfUs },
  { id: 'before', title: 'After', kind: 'text', value: ({ before }) => before },
  { id: 'after', title: 'Before', kind: 'text', value: ({ after }) => after },
];
