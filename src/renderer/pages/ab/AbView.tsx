import { CircleStop, Plus, Scale, Settings2 } from 'lucide-react';
import { useCallback } from 'react';
import type { AbComparison, AbWithRuns } from '../../../contract/ab.ts';
import type { Run } from '../../../contract/run.ts';
import { formatDuration } from '../../../contract/units.ts';
import { abClosing } from '../../../core/charts/ab-closing.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { startAb, stopAb, useAb, useAbStep } from '../../state/ab-tests.ts';
import { navigate } from '../../state/navigation.ts';
import { ChartSurface } from '../run/ChartSurface.tsx';
import { FactTable } from '../run/FactTable.tsx';
import { abFacts } from './ab-facts.ts';
import { SideCard } from './SideCard.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';
import styles from './AbPage.module.css';

const NO_PAIR = 'No pair was measured to its end.';
const FIRST_PAIRS = 'Each pair appears here as a dot, from the eighth on with the interval around the ratio.';
const DEFAULT_MARGIN = 0.02;

/** One tested comparison, while it goes on and after. */
export function AbView({ id }: { readonly id: string }) {
  const { data, error, isPending, refetch } = useAb(id);
  if (isPending) {
    return (
      <Loading label="Loading the comparison">
        <div className={styles.view}>
          <Skeleton shape="title" />
          <Skeleton shape="chart" />
        </div>
      </Loading>
    );
  }
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <Shown result={data} />;
}

function Shown({ result }: { readonly result: AbWithRuns }) {
  const { comparison, a, b } = result;
  const { answer, cautions, error, pairs, request, resolution } = comparison;
  const isOver = comparison.status !== 'queued' && comparison.status !== 'running';
  const margin = request.margin ?? DEFAULT_MARGIN;
  const pairsWanted = request.pairs ?? null;
  const build = useCallback(
    (palette: ChartPalette) =>
      pairs.length === 0 ? null : abClosing({ pairs, margin, resolution, answer, pairsWanted }, palette),
    [pairs, margin, resolution, answer, pairsWanted],
  );
  return (
    <div className={styles.page}>
      <PageHeader
        title={comparison.name || titleOf(a, b)}
        mark={<VerdictBadge comparison={comparison} />}
        detail="A or B, tested in pairs of fresh processes. A is the reference."
        actions={<Actions comparison={comparison} isOver={isOver} />}
      />
      <div className={styles.view}>
        {isOver && (
          <p
            className={styles.verdict}
            role="status"
            aria-label="Verdict"
            data-verdict={comparison.status === 'done' ? answer?.verdict : undefined}
          >
            {answer?.sentence ?? NO_PAIR}
          </p>
        )}
        {!isOver && <Going comparison={comparison} />}
        {error !== null && (
          <Callout tone="bad" title={error.message}>
            {error.nextStep}
          </Callout>
        )}
        <div className={styles.sides}>
          <SideCard side="A" run={a} medians={pairs.map(({ aMs }) => aMs)} />
          <SideCard side="B" run={b} medians={pairs.map(({ bMs }) => bMs)} />
        </div>
        <div className={styles.columns}>
          <ChartSurface>
            <ChartView
              build={build}
              height="clamp(240px, 42vh, 420px)"
              headingLevel={2}
              exportName={comparison.name || titleOf(a, b)}
              empty={<p className={styles.empty}>{isOver ? NO_PAIR : FIRST_PAIRS}</p>}
            />
          </ChartSurface>
          <Panel title="What it rests on">
            <FactTable
              caption="What the verdict rests on"
              facts={abFacts(comparison, a?.startedAt ?? comparison.createdAt)}
            />
          </Panel>
        </div>
        {cautions.length > 0 && (
          <Callout tone="warning" title="Mind when reading this">
            <ul className={styles.cautions}>
              {cautions.map((caution) => (
                <li key={caution}>{caution}</li>
              ))}
            </ul>
          </Callout>
        )}
      </div>
    </div>
  );
}

function Going({ comparison }: { readonly comparison: AbComparison }) {
  const step = useAbStep(comparison.id);
  const elapsed = step?.elapsedMs ?? 0;
  const left = step?.remainingMs ?? null;
  const words =
    step === null || comparison.status === 'queued'
      ? `Waiting for ${step?.waitingFor ?? 'its turn'}`
      : step.step.replace(/^./, (first) => first.toUpperCase());
  return (
    <div className={styles.going}>
      <Progress
        label="Progress of the comparison"
        value={comparison.status === 'queued' ? 0 : left === null ? null : elapsed / (elapsed + left)}
        text={words}
      />
      <div className={styles.step}>
        <span>{words}</span>
        <span>{left === null ? '' : `${formatDuration(Math.ceil(left / 1000) * 1000)} at most`}</span>
      </div>
    </div>
  );
}

function Actions({ comparison, isOver }: { readonly comparison: AbComparison; readonly isOver: boolean }) {
  const { id, request, answer, aRunId, bRunId } = comparison;
  if (!isOver) {
    return (
      <Button kind="danger" icon={<CircleStop />} onClick={() => void stopAb(id)}>
        Stop
      </Button>
    );
  }
  const more = answer?.verdict === 'undecided' ? answer.needPairs : null;
  const { durationMs: _duration, ...rest } = request;
  return (
    <>
      <Button icon={<Scale />} onClick={() => navigate({ page: 'compare', runs: [aRunId, bRunId] })}>
        Distributions
      </Button>
      <Button icon={<Settings2 />} onClick={() => navigate({ page: 'ab', id: null })}>
        Another
      </Button>
      {more !== null && answer !== null && (
        <Button
          kind="primary"
          icon={<Plus />}
          onClick={() => void startAb({ ...rest, pairs: answer.pairs + more })}
        >
          Test again with {answer.pairs + more} pairs
        </Button>
      )}
    </>
  );
}

function titleOf(a: Run | null, b: Run | null): string {
  const names = [a, b].map((run) => run?.model.name ?? 'a deleted run');
  return names[0] === names[1] ? `${names[0]}: A or B?` : `${names[0]} or ${names[1]}?`;
}
