import { useMutation } from '@tanstack/react-query';
import { Copy, Play } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import type { ProfileConfig } from '../../../contract/profile.ts';
import type { BenchPlan, BenchRequest, RunConfig } from '../../../contract/run.ts';
import { formatCount, formatDuration, formatNumber } from '../../../contract/units.ts';
import { countPoints } from '../../../core/analysis/scenario/plan-points.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Stat } from '../../components/Stat.tsx';
import { api } from '../../state/connection.ts';
import { copyText } from '../../state/clipboard.ts';
import { isApple } from '../../state/platform.ts';
import { navigate } from '../../state/navigation.ts';
import { useLiveRuns, type usePlan } from '../../state/queries.ts';
import { LongRunDialog } from './LongRunDialog.tsx';
import { MemoryBar } from './MemoryBar.tsx';
import styles from './PlanPanel.module.css';

export interface PlanPanelProps {
  readonly query: ReturnType<typeof usePlan>;
  readonly request: BenchRequest | null;
}

/** What would happen, before it does; and the one button. */
export function PlanPanel({ query, request }: PlanPanelProps) {
  const { data: plan, error, isPending, isPlaceholderData, refetch } = query;
  const start = useMutation({
    mutationFn: (wanted: BenchRequest) => api.startBench(wanted),
    onSuccess: (run) => navigate({ page: 'bench', runId: run.id }),
  });
  const queued = (useLiveRuns().data ?? []).length;
  const failed = error !== null && !isPlaceholderData;
  const [asking, setAsking] = useState(false);
  const takesLong = plan?.refusal?.code === 'TAKES_LONG';
  const fits = plan?.refusal == null || takesLong;
  const ready = request !== null && !failed && fits && !start.isPending;
  const go = (): void => {
    if (request === null || !ready) return;
    if (takesLong) setAsking(true);
    else start.mutate(request);
  };
  useModEnter(go);
  return (
    <section className={styles.panel} aria-label="Plan of the run">
      {failed && <ErrorState error={error} inline onRetry={() => void refetch()} />}
      {!failed && isPending && (
        <Loading label="Planning">
          <Skeleton shape="title" />
          <Skeleton count={5} />
        </Loading>
      )}
      {!failed && plan !== undefined && (
        <div className={styles.plan} aria-busy={isPlaceholderData}>
          <Facts plan={plan} />
        </div>
      )}
      {start.error !== null && <ErrorState error={start.error} inline />}
      <Button
        kind="primary"
        size="large"
        icon={<Play />}
        disabled={!ready}
        onClick={go}
        trailing={<Kbd keys="mod+Enter" />}
        aria-keyshortcuts={isApple ? 'Meta+Enter' : 'Control+Enter'}
      >
        {queued > 0 ? 'Add to queue' : 'Start benchmark'}
      </Button>
      {request !== null && plan?.refusal != null && (
        <LongRunDialog
          open={asking}
          estimate={plan.estimate}
          onCancel={() => setAsking(false)}
          onStart={() => {
            setAsking(false);
            start.mutate({ ...request, longAgreed: true });
          }}
        />
      )}
      {!failed && plan !== undefined && <CommandLine command={plan.command} />}
    </section>
  );
}

function warmupWords({ warmup, warmupCap, generation }: RunConfig): string {
  const what = generation === null ? 'iteration' : 'text';
  if (warmupCap === null) return `${formatCount(warmup)} ${what}${warmup === 1 ? '' : 's'}`;
  return `until steady, ${formatDuration(warmupCap.durationMs)} at most`;
}

function profileWords({ iterations, durationMs }: ProfileConfig): string {
  const time = `at most ${formatDuration(durationMs)}`;
  return iterations === null ? time : `${formatCount(iterations)} iterations, ${time}`;
}

function Facts({ plan }: { readonly plan: BenchPlan }) {
  const { estimate, refusal, memory, config, notes } = plan;
  const loop = [
    config.iterations === null
      ? null
      : `${formatCount(config.iterations)} ${config.generation === null ? 'iterations' : 'texts'}`,
    config.precision === null ? null : `until p50 is within ±${formatNumber(config.precision * 100)} %`,
    config.durationMs === null ? null : `at most ${formatDuration(config.durationMs)}`,
    config.coldCache ? 'cold caches' : null,
  ].filter((words) => words !== null);
  return (
    <>
      <Stat
        label="Estimated time"
        value={estimate === null ? '—' : `≈ ${formatDuration(estimate.totalMs)}`}
        interval={estimate?.basis ?? 'Nothing to go by yet: the first run of this model tells.'}
      />
      <dl className={styles.list}>
        {config.scenario === null ? (
          <div>
            <dt>Measured loop</dt>
            <dd>{loop.join(', ')}</dd>
          </div>
        ) : (
          <div>
            <dt>Points</dt>
            <dd>
              {formatCount(countPoints(config.scenario))} of {formatDuration(config.scenario.durationMs)}
            </dd>
          </div>
        )}
        {config.scenario === null && (
          <div>
            <dt>Warm-up</dt>
            <dd>{warmupWords(config)}</dd>
          </div>
        )}
        {config.profile !== null && (
          <div>
            <dt>Profiled pass</dt>
            <dd>{profileWords(config.profile)}</dd>
          </div>
        )}
        <div>
          <dt>
            Batch{config.sequence === null ? '' : config.generation === null ? ' × sequence' : ' × prompt'}
          </dt>
          <dd>
            {formatCount(config.batch)}
            {config.sequence === null ? '' : ` × ${formatCount(config.sequence)}`}
          </dd>
        </div>
        <div>
          <dt>{config.scenario === null ? 'Threads' : 'Threads of each session'}</dt>
          <dd>{config.threads ?? 'runtime decides'}</dd>
        </div>
      </dl>
      <MemoryBar memory={memory} />
      {refusal?.code === 'TAKES_LONG' && (
        <Callout tone="warning" title={`More than a day: about ${formatDuration(refusal.takesMs)}`} live>
          It starts only after you agree. A time limit or a lower level makes it shorter.
        </Callout>
      )}
      {refusal !== null && refusal.code !== 'TAKES_LONG' && (
        <Callout tone="bad" title={refusal.message} live>
          {refusal.nextStep}
        </Callout>
      )}
      {notes.length > 0 && <Callout tone="info">{notes.join(' ')}</Callout>}
    </>
  );
}

function CommandLine({ command }: { readonly command: string }) {
  return (
    <div className={styles.command}>
      <div className={styles.commandHead}>
        <h3>As a command</h3>
        <IconButton label="Copy command" onClick={() => copyText(command, 'Command copied')}>
          <Copy />
        </IconButton>
      </div>
      <code className={styles.code}>
        {command.split(/ (?=--)/).map((part, index) => (
          // An option and its value stay on one line: a break after its hyphens would read as another command.
          <Fragment key={part}>
            {index > 0 && ' '}
            <span className={styles.option}>{part}</span>
          </Fragment>
        ))}
      </code>
    </div>
  );
}

function useModEnter(go: () => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const mod = isApple ? event.metaKey : event.ctrlKey;
      if (!mod || event.key !== 'Enter' || event.repeat) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
