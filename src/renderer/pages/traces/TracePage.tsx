import type { TraceInfo } from '../../../contract/trace.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Tabs, type TabItem } from '../../components/Tabs.tsx';
import { navigate } from '../../state/navigation.ts';
import type { TraceRoute, TraceTab } from '../../state/routes.ts';
import { useTrace } from '../../state/traces.ts';
import { CompareTab } from './CompareTab.tsx';
import { CriticalPathTab } from './CriticalPathTab.tsx';
import { KernelsTab } from './KernelsTab.tsx';
import { NamesTab } from './NamesTab.tsx';
import { OpeningTrace } from './OpeningTrace.tsx';
import { OperatorsTab } from './OperatorsTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { QueryTab } from './QueryTab.tsx';
import { StreamsTab } from './StreamsTab.tsx';
import { TimelineTab } from './TimelineTab.tsx';
import { TraceHeader } from './TraceHeader.tsx';
import { TraceNotesTab } from './TraceNotesTab.tsx';
import { TransfersTab } from './TransfersTab.tsx';
import styles from './TracePage.module.css';

/** One trace: being read, or read. */
export function TracePage({ route }: { readonly route: TraceRoute }) {
  const { data: state, error, isPending, refetch } = useTrace(route.traceId);
  if (isPending) return <TraceLoading />;
  if (state === undefined) {
    return (
      <div className={styles.page}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (state.info === null) return <OpeningTrace state={state} />;
  return <TraceView key={state.id} info={state.info} route={route} />;
}

/** What says nothing of a trace in which no device took part. */
const OF_A_DEVICE: ReadonlySet<TraceTab> = new Set(['kernels', 'streams', 'transfers', 'critical-path']);

function TraceView({ info, route }: { readonly info: TraceInfo; readonly route: TraceRoute }) {
  const part = { info, route };
  const tab = route.tab ?? 'timeline';
  const items: readonly TabItem<TraceTab>[] = [
    { id: 'timeline', label: 'Timeline', content: <TimelineTab {...part} /> },
    { id: 'overview', label: 'Overview', content: <OverviewTab {...part} /> },
    { id: 'names', label: 'Names', content: <NamesTab {...part} /> },
    { id: 'kernels', label: 'Kernels', content: <KernelsTab {...part} /> },
    { id: 'operators', label: 'Operators', content: <OperatorsTab {...part} /> },
    { id: 'streams', label: 'Streams and launches', content: <StreamsTab {...part} /> },
    { id: 'transfers', label: 'Copies and communication', content: <TransfersTab {...part} /> },
    { id: 'critical-path', label: 'Critical path', content: <CriticalPathTab {...part} /> },
    { id: 'query', label: 'Query', content: <QueryTab info={info} /> },
    { id: 'notes', label: 'Notes', content: <TraceNotesTab info={info} /> },
    { id: 'compare', label: 'Compare', content: <CompareTab {...part} /> },
  ];
  const hasGpu = info.tracks.some(({ kind }) => kind === 'stream');
  const isBeside = (route.beside?.length ?? 0) > 0;
  const shown = items.filter(
    ({ id }) => (hasGpu || !OF_A_DEVICE.has(id)) && (id !== 'compare' || isBeside || tab === 'compare'),
  );
  return (
    <div className={styles.page}>
      <TraceHeader info={info} />
      <div className={styles.tabs}>
        <Tabs<TraceTab>
          label="Parts of the trace"
          value={shown.some(({ id }) => id === tab) ? tab : 'overview'}
          onChange={(next) => navigate({ ...route, tab: next })}
          items={shown}
        />
      </div>
    </div>
  );
}

function TraceLoading() {
  return (
    <Loading label="Loading the trace">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={2} />
        <Skeleton shape="chart" count={2} />
      </div>
    </Loading>
  );
}
