import { Copy } from 'lucide-react';
import { useCallback } from 'react';
import { HISTORY_METRICS, type History, type HistoryMetric } from '../../../contract/history.ts';
import { formatCount } from '../../../contract/units.ts';
import { historyMarkdown } from '../../../core/analysis/history/history-markdown.ts';
import { historyTrend } from '../../../core/charts/history-trend.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { copyText } from '../../state/clipboard.ts';
import { navigate } from '../../state/navigation.ts';
import { useHistory } from '../../state/queries.ts';
import type { HistoryRoute } from '../../state/routes.ts';
import { AnomalyTable } from './AnomalyTable.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { GoalField } from './GoalField.tsx';
import { METRIC_WORDS } from './history-words.ts';
import { VersionTable } from './VersionTable.tsx';
import styles from './HistoryPage.module.css';

const METRICS = HISTORY_METRICS.map((value) => ({ value, label: METRIC_WORDS[value] }));

/** One model's history in one benchmark. */
export function HistoryView({ route, model }: { readonly route: HistoryRoute; readonly model: string }) {
  const { benchmark, metric } = route;
  const { data, error, isPending, isPlaceholderData, refetch } = useHistory({
    model,
    ...(benchmark === undefined ? {} : { benchmark }),
    ...(metric === undefined ? {} : { metric }),
  });
  if (isPending) {
    return (
      <div className={styles.page}>
        <PageHeader title="History" detail="Loading" />
        <Loading label="Loading the history">
          <div className={styles.sections}>
            <Skeleton shape="title" />
            <Skeleton shape="chart" />
            <Skeleton count={6} />
          </div>
        </Loading>
      </div>
    );
  }
  if (data === undefined) {
    return (
      <div className={styles.page}>
        <PageHeader title="History" />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <div className={styles.page} aria-busy={isPlaceholderData}>
      <PageHeader
        title={<bdi>{data.line.names[0] ?? data.line.id}</bdi>}
        detail={<Summary history={data} />}
        actions={<Choices route={route} history={data} />}
      />
      <div className={styles.sections} data-stale={isPlaceholderData ? '' : undefined}>
        <p className={styles.sentence}>{data.sentence}</p>
        <Trend history={data} />
        <Panel
          title="Versions"
          flush
          actions={
            <Button
              kind="quiet"
              icon={<Copy />}
              onClick={() => copyText(historyMarkdown(data), 'Copied as Markdown')}
            >
              Copy as Markdown
            </Button>
          }
        >
          <VersionTable history={data} />
        </Panel>
        <Panel title="Changes" flush={data.changes.length > 0}>
          <ChangeTable history={data} />
        </Panel>
        {data.anomalies.length > 0 && (
          <Panel title="Runs that stand out" flush>
            <AnomalyTable history={data} />
          </Panel>
        )}
        <p className={styles.method}>{data.method}</p>
      </div>
    </div>
  );
}

function Summary({ history: { line, benchmark, points, versions } }: { readonly history: History }) {
  const [, ...earlier] = line.names;
  return (
    <>
      {formatCount(points.runIds.length)} {points.runIds.length === 1 ? 'run' : 'runs'} of{' '}
      {formatCount(versions.length)} {versions.length === 1 ? 'version' : 'versions'} · {benchmark.label}
      {earlier.length > 0 && (
        <>
          {' '}
          · earlier called <bdi>{earlier.slice(0, 3).join(', ')}</bdi>
        </>
      )}
    </>
  );
}

function Choices({ route, history }: { readonly route: HistoryRoute; readonly history: History }) {
  const { line, benchmark, metric } = history;
  return (
    <div className={styles.choices}>
      <Select
        label="Benchmark"
        labelHidden
        value={benchmark.key}
        options={line.benchmarks.map(({ key, label, runs }) => ({
          value: key,
          label: `${label} (${formatCount(runs)})`,
        }))}
        onChange={(key) => navigate({ ...route, benchmark: key })}
      />
      <Select<HistoryMetric>
        label="Metric"
        labelHidden
        value={metric}
        options={METRICS}
        onChange={(next) => navigate({ ...route, metric: next })}
      />
      <GoalField key={`${benchmark.key} ${metric}`} history={history} />
    </div>
  );
}

function Trend({ history }: { readonly history: History }) {
  const build = useCallback((palette: ChartPalette) => historyTrend(history, palette), [history]);
  return (
    <ChartView
      build={build}
      height="clamp(240px, 40vh, 420px)"
      headingLevel={2}
      exportName={history.line.names[0] ?? history.line.id}
      onPick={(index) => {
        const runId = history.points.runIds[index];
        if (runId !== undefined) navigate({ page: 'run', runId });
      }}
    />
  );
}
