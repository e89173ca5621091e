import { CircleHelp, CircleSlash, Equal, FlaskConical, TrendingDown, TrendingUp } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { ProfilingEffect, RunVerdict, SideBySide } from '../../../contract/side-by-side.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { verdictIntervals, verdictIntervalsHeight } from '../../../core/charts/verdict-intervals.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ChartView } from '../../charts/ChartView.tsx';
import { startAb } from '../../state/ab-tests.ts';
import { navigate } from '../../state/navigation.ts';
import { sideOfRun } from '../ab/side-draft.ts';
import { ChartSurface } from '../run/ChartSurface.tsx';
import { TrustButton } from '../trust/TrustButton.tsx';
import { Reasons } from './Reasons.tsx';
import { SideMark } from './SideMark.tsx';
import styles from './VerdictPanel.module.css';

const FACES = {
  faster: { tone: 'good', icon: <TrendingDown />, word: 'faster' },
  slower: { tone: 'bad', icon: <TrendingUp />, word: 'slower' },
  same: { tone: 'neutral', icon: <Equal />, word: 'same' },
  undecided: { tone: 'warning', icon: <CircleHelp />, word: 'undecided' },
  'not-comparable': { tone: 'neutral', icon: <CircleSlash />, word: 'no verdict' },
} as const satisfies Record<RunVerdict['verdict'], object>;

const PROFILING_TITLES: Readonly<Record<ProfilingEffect['kind'], string>> = {
  flips: 'Profiling turns these two around',
  invents: 'Profiling shows a difference that is none',
  hides: 'Profiling hides the difference',
};

/** What may be said, drawn: the sentence, a row for each run with its badge, and its interval on one axis. */
export function VerdictPanel({ compared }: { readonly compared: SideBySide }) {
  const { runs, verdicts, sentence } = compared;
  return (
    <section className={styles.panel} aria-label="What may be said">
      <div className={styles.lead}>
        <p className={styles.sentence} role="status" aria-label="Verdict" dir="auto">
          {sentence}
        </p>
        {runs.length === 2 && <Act compared={compared} />}
      </div>
      <Reasons verdicts={verdicts} />
      {verdicts.map(({ runId, profiling }) =>
        profiling === null ? null : (
          <Callout key={runId} tone="warning" title={PROFILING_TITLES[profiling.kind]}>
            {profiling.sentence}
          </Callout>
        ),
      )}
      <div className={styles.drawn}>
        <ul className={styles.rows} aria-label="Verdicts">
          {runs.map((run, index) => (
            <li key={run.id} className={styles.row}>
              <SideMark index={index} />
              {index === 0 ? <Badge>reference</Badge> : <VerdictBadge verdict={verdicts[index - 1]} />}
              <TrustButton run={run} side={sideLabel(index)} />
            </li>
          ))}
        </ul>
        <Intervals compared={compared} />
      </div>
    </section>
  );
}

function VerdictBadge({ verdict }: { readonly verdict: RunVerdict | undefined }) {
  if (verdict === undefined) return null;
  const { tone, icon, word } = FACES[verdict.verdict];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

function Intervals({ compared: { verdicts, runs } }: { readonly compared: SideBySide }) {
  const drawn = useMemo(
    () =>
      verdicts.map(({ verdict, ratio, ratioCi95, comparable }, index) =>
        ratio === null
          ? null
          : { label: sideLabel(index + 1), ratio, ratioCi95, comparable, words: FACES[verdict].word },
      ),
    [verdicts],
  );
  const build = useCallback(
    (palette: ChartPalette) =>
      verdictIntervals({ verdicts: drawn, margin: verdicts[0]?.margin ?? 0.02 }, palette),
    [drawn, verdicts],
  );
  const count = drawn.filter((verdict) => verdict !== null).length;
  if (count === 0) return null;
  return (
    <ChartSurface>
      <ChartView
        build={build}
        height={verdictIntervalsHeight(count)}
        headingLevel={2}
        exportName={`${runs.length} runs`}
      />
    </ChartSurface>
  );
}

/** What two single runs cannot tell, a test can. */
function Act({ compared: { runs, verdicts } }: { readonly compared: SideBySide }) {
  const [a, b] = runs;
  const tested = verdicts[0]?.comparisonId ?? null;
  if (a === undefined || b === undefined) return null;
  if (tested !== null) {
    return (
      <Button icon={<FlaskConical />} onClick={() => navigate({ page: 'ab', id: tested })}>
        Open the test
      </Button>
    );
  }
  return (
    <Button
      kind="primary"
      icon={<FlaskConical />}
      onClick={() => void startAb({ a: sideOfRun(a), b: sideOfRun(b) })}
    >
      Test it: A or B?
    </Button>
  );
}
