import { ArrowLeftRight } from 'lucide-react';
import { useCallback } from 'react';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Answer } from '../../difference/DifferenceTab.tsx';
import { Differing } from '../../difference/Differing.tsx';
import type { Shown } from '../../difference/difference-place.ts';
import { FlameDifference } from '../../difference/FlameDifference.tsx';
import { PartDetail } from '../../difference/PartDetail.tsx';
import { PartTable } from '../../difference/PartTable.tsx';
import { StepsBeside } from '../../difference/StepsBeside.tsx';
import { Waterfall } from '../../difference/Waterfall.tsx';
import { navigate } from '../../state/navigation.ts';
import type { TraceDifferenceView, TraceRoute } from '../../state/routes.ts';
import { useTrace } from '../../state/traces.ts';
import type { TracePart } from './Reported.tsx';
import styles from './CompareTab.module.css';

const VIEWS = [
  { value: 'names', label: 'Names' },
  { value: 'flame', label: 'Flame' },
  { value: 'steps', label: 'Steps' },
] as const;
const BY = [
  { value: 'kernels', label: 'Kernels' },
  { value: 'operators', label: 'Operators' },
] as const;

/** Two traces held against each other: the one that is open is A. */
export function CompareTab({ info, route }: TracePart) {
  const [b, ...more] = route.beside ?? [];
  if (b === undefined) {
    return (
      <EmptyState title="There is one trace alone">
        Choose two in the list of traces and compare them.
      </EmptyState>
    );
  }
  return (
    <>
      {more.length > 0 && (
        <p className={styles.note}>The first two of the traces in this view are held against each other.</p>
      )}
      <Compared key={`${info.id} ${b}`} info={info} route={route} b={b} />
    </>
  );
}

function Compared({ info, route, b }: TracePart & { readonly b: string }) {
  const hasGpu = info.tracks.some(({ kind }) => kind === 'stream');
  const by = route.by ?? (hasGpu ? 'kernels' : 'operators');
  const view = route.view ?? 'names';
  const other = useTrace(b).data?.info ?? null;
  const part = route.part ?? null;
  const go = (change: Partial<TraceRoute>, isStep = false): void =>
    navigate({ ...route, ...change }, { replace: !isStep });
  const onPart = useCallback(
    (next: number | null): void => {
      const { part: before, ...rest } = route;
      if (next === (before ?? null)) return;
      navigate(next === null ? rest : { ...rest, part: next }, { replace: true });
    },
    [route],
  );
  const { part: _part, ...whole } = route;
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Choice
          label="What is shown"
          value={view}
          options={VIEWS}
          onChange={(next) => go({ view: next }, true)}
        />
        {view !== 'steps' && (
          <Choice
            label="Compared by"
            value={by}
            options={BY}
            onChange={(next) => navigate({ ...whole, by: next })}
          />
        )}
        <span className={styles.space} />
        <span className={styles.side} data-side="A">
          A {info.name.slice(0, 80)}
        </span>
        <Button
          icon={<ArrowLeftRight />}
          onClick={() =>
            navigate({ ...whole, traceId: b, beside: [info.id, ...(route.beside ?? []).slice(1)] })
          }
        >
          Swap
        </Button>
        <span className={styles.side} data-side="B">
          B {(other?.name ?? b).slice(0, 80)}
        </span>
      </div>
      {view === 'steps' ? (
        <StepsBeside a={info.id} b={b} />
      ) : (
        <Differing request={{ kind: 'traces', a: info.id, b, by }}>
          {(difference) => <Views view={view} difference={difference} part={part} onPart={onPart} />}
        </Differing>
      )}
    </div>
  );
}

function Views({ view, ...shown }: Shown & { readonly view: TraceDifferenceView }) {
  return (
    <>
      <Answer difference={shown.difference} />
      {view === 'flame' ? (
        <>
          <FlameDifference {...shown} />
          <PartDetail {...shown} runs={null} />
        </>
      ) : (
        <>
          <Waterfall {...shown} />
          <PartDetail {...shown} runs={null} />
          <PartTable {...shown} />
        </>
      )}
    </>
  );
}
