import { useState } from 'react';
import type { Run } from '../../../../contract/run.ts';
import type { TargetReport, TargetSet } from '../../../../contract/target.ts';
import { Callout } from '../../../components/Callout.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Select } from '../../../components/Select.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useTargetReport, useTargets } from '../../../state/targets.ts';
import { BaselinePanel } from './BaselinePanel.tsx';
import { GatePanel } from './GatePanel.tsx';
import { TargetMark } from './TargetMark.tsx';
import { TargetTable } from './TargetTable.tsx';
import styles from './TargetsTab.module.css';

/** The run held against a set of targets, and against a run of before. */
export function TargetsTab({ run }: { readonly run: Run }) {
  const [chosen, setChosen] = useState('fast');
  const [baseline, setBaseline] = useState<string | null>(null);
  const { data: sets, error, refetch } = useTargets();
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} inline />;
  // A set of one's own may be removed while it is looked at.
  const name = sets?.some((set) => set.name === chosen) === false ? 'fast' : chosen;
  return (
    <div className={styles.stack}>
      <Panel
        title="Against targets"
        actions={
          <Select
            label="Set of targets"
            labelHidden
            value={name}
            options={(sets ?? []).map(optionOf)}
            onChange={setChosen}
          />
        }
      >
        <Report run={run} set={name} baseline={baseline} />
      </Panel>
      <BaselinePanel run={run} chosen={baseline} onChoose={setBaseline} />
      <GatePanel run={run} baseline={baseline} />
    </div>
  );
}

function optionOf({ name, title, builtIn }: TargetSet): { readonly value: string; readonly label: string } {
  return { value: name, label: builtIn ? title : `${title} (own)` };
}

function Report({
  run,
  set,
  baseline,
}: {
  readonly run: Run;
  readonly set: string;
  readonly baseline: string | null;
}) {
  const { data, error, refetch } = useTargetReport(run.id, set, baseline);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} inline />;
  if (data === undefined) {
    return (
      <Loading label="Holding the run against the set">
        <Skeleton count={6} />
      </Loading>
    );
  }
  return (
    <div className={styles.report}>
      <p className={styles.headline}>
        <TargetMark state={data.state} />
        <span>{countOf(data)}</span>
        <span className={styles.faint}>{data.set.description}</span>
      </p>
      {data.cautions.length > 0 && (
        <Callout tone="warning">
          {data.cautions.map((caution) => (
            <p key={caution}>{caution}</p>
          ))}
        </Callout>
      )}
      <TargetTable results={data.results} />
    </div>
  );
}

function countOf({ results }: TargetReport): string {
  const met = results.filter(({ state }) => state === 'pass').length;
  const open = results.filter(({ state }) => state === 'not-measured').length;
  return `${met} of ${results.length} met${open === 0 ? '' : `, ${open} not measured`}.`;
}
