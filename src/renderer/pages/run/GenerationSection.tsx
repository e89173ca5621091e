import { useCallback } from 'react';
import type { GenerationResult, GenerationTimes } from '../../../contract/generation.ts';
import type { Run } from '../../../contract/run.ts';
import { formatCount, formatDuration, formatScaled } from '../../../contract/units.ts';
import { generationSentence } from '../../../core/analysis/generation-sentence.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { generationByPlace } from '../../../core/charts/generation-by-place.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Stat } from '../../components/Stat.tsx';
import { useDetails } from '../../state/queries.ts';
import { isLive } from '../runs/run-menu.tsx';
import { runTitle } from '../runs/run-title.ts';
import { ChartSurface } from './ChartSurface.tsx';
import numbers from './OverviewTab.module.css';
import styles from './GenerationSection.module.css';

/** Time to the first token and of each after it; nothing for a run that wrote no text. */
export function GenerationSection({ run }: { readonly run: Run }) {
  const { generation } = run.config;
  const details = useDetails(run.id, generation !== null && !isLive(run));
  if (generation === null || isLive(run)) return null;
  if (details.isError) {
    return <ErrorState error={details.error} onRetry={() => void details.refetch()} inline />;
  }
  if (details.data === undefined) {
    return (
      <Loading label="Loading the generation">
        <Skeleton shape="chart" />
      </Loading>
    );
  }
  const result = details.data.generation;
  if (result === null) {
    return (
      <Panel title="Generation">
        <p className={styles.muted}>No text was written to its end: there are no times to show.</p>
      </Panel>
    );
  }
  return <Measured run={run} result={result} />;
}

function Measured({ run, result }: { readonly run: Run; readonly result: GenerationResult }) {
  const chart = useCallback((palette: ChartPalette) => generationByPlace(result, palette), [result]);
  return (
    <>
      <Panel title="Generation">
        <p className={styles.sentence}>{generationSentence(result)}</p>
        <p className={styles.muted}>
          {formatCount(result.promptTokens)} tokens of prompt, {formatCount(result.newTokens)} new
          {result.sameTokens === true && '; both ways wrote the same tokens'}
        </p>
        {result.sameTokens === false && (
          <Callout tone="warning" title="With and without the cache the model wrote different tokens">
            Near ties in the logits can do that, or a cache that is read otherwise than it is written.
          </Callout>
        )}
        {result.withCache !== null && <Numbers title="With the cache" times={result.withCache} />}
        {result.withoutCache !== null && <Numbers title="Without a cache" times={result.withoutCache} />}
      </Panel>
      {result.newTokens > 1 && (
        <ChartSurface>
          <ChartView build={chart} height={260} headingLevel={2} exportName={runTitle(run)} />
        </ChartSurface>
      )}
    </>
  );
}

function Numbers({ title, times }: { readonly title: string; readonly times: GenerationTimes }) {
  const { firstTokenMs, perTokenMs } = times;
  return (
    <section className={styles.way}>
      <h3>{title}</h3>
      <div className={numbers.numbers}>
        <Stat
          label="First token"
          value={formatDuration(firstTokenMs.p50)}
          {...intervalOf(firstTokenMs.intervals.p50)}
        />
        <Stat
          label="Each token after"
          value={formatDuration(perTokenMs?.p50)}
          {...intervalOf(perTokenMs?.intervals.p50)}
        />
        <Stat label="Prefill" value={`${formatScaled(times.prefillTokensPerSecond)} tokens/s`} />
        <Stat
          label="Decode"
          value={
            times.decodeTokensPerSecond === null
              ? '—'
              : `${formatScaled(times.decodeTokensPerSecond)} tokens/s`
          }
        />
        <Stat
          label="Over all"
          value={`${formatScaled(times.tokensPerSecond)} tokens/s`}
          interval={`${formatCount(times.repeats)} ${times.repeats === 1 ? 'text' : 'texts'}`}
        />
      </div>
    </section>
  );
}

function intervalOf(interval: readonly [number, number] | undefined): { interval?: string } {
  return interval === undefined
    ? {}
    : { interval: `${formatDuration(interval[0])} – ${formatDuration(interval[1])}` };
}
