import { Flag } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../../contract/run.ts';
import type { BaselineReport } from '../../../../contract/target.ts';
import { formatNumber, formatPercent } from '../../../../contract/units.ts';
import { Button } from '../../../components/Button.tsx';
import { Callout } from '../../../components/Callout.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Select } from '../../../components/Select.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Stat } from '../../../components/Stat.tsx';
import { useAgainst, useBaselines } from '../../../state/targets.ts';
import { BaselineDialog } from './BaselineDialog.tsx';
import styles from './TargetsTab.module.css';

export interface BaselinePanelProps {
  readonly run: Run;
  readonly chosen: string | null;
  readonly onChoose: (name: string | null) => void;
}

export function BaselinePanel({ run, chosen, onChoose }: BaselinePanelProps) {
  const { data: baselines = [], error, refetch } = useBaselines();
  const [naming, setNaming] = useState(false);
  const known = baselines.some(({ name }) => name === chosen) ? chosen : null;
  return (
    <Panel
      title="Against a baseline"
      actions={
        <span className={styles.actions}>
          {baselines.length > 0 && (
            <Select
              label="Baseline"
              labelHidden
              value={known ?? ''}
              options={[
                { value: '', label: 'None chosen' },
                ...baselines.map(({ name }) => ({ value: name, label: name })),
              ]}
              onChange={(name) => onChoose(name === '' ? null : name)}
            />
          )}
          <Button icon={<Flag />} disabled={run.latencyMs === null} onClick={() => setNaming(true)}>
            Use as baseline…
          </Button>
        </span>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : known === null ? (
        <p className={styles.faint}>
          {baselines.length === 0
            ? 'A baseline is a name for a run that later ones are held against. There is none yet.'
            : 'Choose a baseline to see speed-up, memory saved and whether the outputs are the same.'}
        </p>
      ) : (
        <Against run={run} baseline={known} />
      )}
      {naming && <BaselineDialog run={run} onClose={() => setNaming(false)} />}
    </Panel>
  );
}

function Against({ run, baseline }: { readonly run: Run; readonly baseline: string }) {
  const { data, error, refetch } = useAgainst(run.id, baseline);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} inline />;
  if (data === undefined) {
    return (
      <Loading label="Holding the run against the baseline">
        <Skeleton count={3} />
      </Loading>
    );
  }
  if (data.baseline.runId === run.id) return <p className={styles.faint}>This run is the baseline itself.</p>;
  return (
    <div className={styles.report}>
      <Numbers report={data} />
      <div className={styles.sentences}>
        {data.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {data.cautions.length > 0 && (
        <Callout tone="warning" title="Why this may say little">
          {data.cautions.map((caution) => (
            <p key={caution}>{caution}</p>
          ))}
        </Callout>
      )}
    </div>
  );
}

function Numbers({ report }: { readonly report: BaselineReport }) {
  const { speedUp, memoryReduction, flopsRatio, agreement } = report;
  const saved = memoryReduction === null ? null : memoryReduction * 100;
  return (
    <div className={styles.numbers}>
      <Stat label="Speed-up" value={times(speedUp)} />
      <Stat label="Memory saved" value={saved === null ? '—' : signedPercent(saved)} />
      <Stat label="Operations a second" value={times(flopsRatio)} />
      <Stat label="Outputs, cosine" value={formatNumber(agreement?.cosine, 5)} />
    </div>
  );
}

function times(ratio: number | null): string {
  return ratio === null ? '—' : `${formatNumber(ratio)}×`;
}

function signedPercent(percent: number): string {
  return percent < 0 ? `−${formatPercent(-percent)}` : formatPercent(percent);
}
