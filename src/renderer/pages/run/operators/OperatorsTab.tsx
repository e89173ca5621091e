import { useCallback, useMemo } from 'react';
import type { RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { ceilingsOfRun } from '../../../../core/analysis/operators/attained.ts';
import { navigate } from '../../../state/navigation.ts';
import { useOwnProbe } from '../../../state/probe.ts';
import { runTitle } from '../../runs/run-title.ts';
import { ProfiledTab } from '../ProfiledTab.tsx';
import { FindingList } from './FindingList.tsx';
import { OperatorCharts } from './OperatorCharts.tsx';
import { OperatorBrowser } from './OperatorBrowser.tsx';
import { PlacementPanel } from './PlacementPanel.tsx';
import { ProfileHeadline } from './ProfileHeadline.tsx';
import styles from './OperatorsTab.module.css';

export interface OperatorsTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

/** Where the time of the run went, operator by operator. */
export function OperatorsTab({ run, selected }: OperatorsTabProps) {
  return (
    <ProfiledTab run={run} what="which operators took the time, where they ran and what they moved">
      {(profile) => <Operators run={run} profile={profile} selected={selected} />}
    </ProfiledTab>
  );
}

function Operators({ run, profile, selected }: OperatorsTabProps & { readonly profile: RunProfile }) {
  const probe = useOwnProbe().data ?? null;
  const ceilings = useMemo(() => ceilingsOfRun(probe, run.environment, run.config), [probe, run]);
  const select = useCallback(
    (operator: number | null): void =>
      navigate(
        { page: 'run', runId: run.id, tab: 'operators', ...(operator === null ? {} : { operator }) },
        { replace: true },
      ),
    [run.id],
  );
  const common = { profile, ceilings, selected, onSelect: select, exportName: runTitle(run) };
  return (
    <div className={styles.stack}>
      <ProfileHeadline run={run} profile={profile} />
      <PlacementPanel profile={profile} />
      <FindingList profile={profile} />
      {profile.operators.length > 0 && <OperatorCharts {...common} />}
      <OperatorBrowser {...common} />
    </div>
  );
}
