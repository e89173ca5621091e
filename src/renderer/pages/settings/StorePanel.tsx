import { Archive, DatabaseBackup, FolderSync, SearchCheck, Shrink, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { StoreCheck, UpkeepState } from '../../../contract/upkeep.ts';
import { formatBytes, formatCount, formatDuration } from '../../../contract/units.ts';
import { agePhrase } from '../../../core/analysis/upkeep/age.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import {
  backUp,
  bringBack,
  checkStore,
  compactStore,
  pruneStore,
  useUpkeep,
  useUpkeepWork,
} from '../../state/upkeep.ts';
import { FactTable } from '../run/FactTable.tsx';
import { BackupList } from './BackupList.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import styles from './StorePanel.module.css';
import { UpkeepForm } from './UpkeepForm.tsx';

const ACTS = {
  backup: 'Backing up',
  restore: 'Restoring',
  check: 'Checking the store',
  prune: 'Removing runs',
  compact: 'Compacting',
} as const;

/** How large the store is, how old its newest backup, and what can be done about both. */
export function StorePanel() {
  const { data, error, refetch } = useUpkeep();
  const { asked, progress } = useUpkeepWork();
  const isBusy = asked !== null || progress !== null;
  return (
    <Panel
      title="Store"
      actions={
        <Button icon={<DatabaseBackup />} disabled={isBusy} onClick={() => void backUp()}>
          Back up now
        </Button>
      }
    >
      {progress !== null && (
        <div className={styles.progress}>
          <Progress label={ACTS[progress.act]} value={progress.share} />
          <p className={styles.quiet}>{progress.text === '' ? ACTS[progress.act] : progress.text}</p>
        </div>
      )}
      {data !== undefined ? (
        <State state={data} isBusy={isBusy} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : (
        <Loading label="Looking at the store">
          <Skeleton count={5} />
        </Loading>
      )}
    </Panel>
  );
}

function State({ state, isBusy }: { readonly state: UpkeepState; readonly isBusy: boolean }) {
  const { check } = useUpkeepWork();
  const [restoring, setRestoring] = useState<string | null>(null);
  const { problem, lastMoved, plan, backups, freeBytes } = state;
  return (
    <div className={styles.parts}>
      {problem !== null && (
        <Callout tone="warning" title="The last backup is not as it should be">
          <p>{problem}</p>
        </Callout>
      )}
      <FactTable caption="The store" facts={factsOf(state)} />
      {lastMoved !== null && (
        <Callout tone="info">
          <p>
            {runs(lastMoved.runIds.length)} went into the bin {agePhrase(Date.now() - lastMoved.at)} ago, and
            stay there for 30 days.
          </p>
          <Button icon={<Undo2 />} disabled={isBusy} onClick={() => void bringBack(lastMoved.runIds)}>
            Bring them back
          </Button>
        </Callout>
      )}
      <BackupList backups={backups} isBusy={isBusy} onRestore={setRestoring} />
      <div className={styles.actions}>
        <Button icon={<SearchCheck />} disabled={isBusy} onClick={() => void checkStore()}>
          Check
        </Button>
        <Button icon={<Shrink />} disabled={isBusy || freeBytes === 0} onClick={() => void compactStore()}>
          Compact
        </Button>
        <Button
          icon={<Archive />}
          disabled={isBusy || plan.runIds.length === 0}
          onClick={() => void pruneStore()}
        >
          {plan.runIds.length === 0 ? 'No old runs' : `Move ${runs(plan.runIds.length)} to the bin`}
        </Button>
        <Button icon={<FolderSync />} disabled={isBusy} onClick={() => setRestoring('')}>
          Restore a file…
        </Button>
      </div>
      {check !== null && <Checked check={check} />}
      <Disclosure title="Backups and retention by themselves">
        <UpkeepForm key={JSON.stringify(state.settings)} settings={state.settings} />
      </Disclosure>
      {restoring !== null && (
        <RestoreDialog path={restoring} runs={state.runs} onClose={() => setRestoring(null)} />
      )}
    </div>
  );
}

function Checked({ check }: { readonly check: StoreCheck }) {
  const { ok, findings, repaired, samples, tookMs } = check;
  return (
    <Callout
      live
      tone={ok ? 'good' : 'bad'}
      title={ok ? 'The store is sound' : `${formatCount(findings.length)} faults found`}
    >
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
        {repaired.map((text) => (
          <li key={text}>Mended: {text}</li>
        ))}
      </ul>
      <p className={styles.quiet}>
        {runs(check.runs)} and {formatCount(samples)} samples read in {formatDuration(tookMs)}.
      </p>
    </Callout>
  );
}

function factsOf({ storeBytes, freeBytes, runs: count, backups, nextBackupAt, settings, plan }: UpkeepState) {
  const now = Date.now();
  const newest = backups.find(({ reason }) => reason !== 'before-restore');
  const free = freeBytes > 0 ? `, ${formatBytes(freeBytes)} of it free` : '';
  return [
    { id: 'size', label: 'size', value: `${runs(count)}, ${formatBytes(storeBytes)}${free}` },
    {
      id: 'newest',
      label: 'newest backup',
      value: newest === undefined ? 'none yet' : `${agePhrase(now - newest.at)} old`,
    },
    {
      id: 'next',
      label: 'next by itself',
      value:
        nextBackupAt === null
          ? settings.backupDays === null
            ? 'switched off'
            : 'with the first runs'
          : nextBackupAt <= now
            ? 'due now'
            : `in ${agePhrase(nextBackupAt - now)}`,
    },
    {
      id: 'retention',
      label: 'runs are kept',
      value:
        settings.keepMonths === null
          ? 'for ever'
          : `${settings.keepMonths} months; baselines, pinned, tagged and compared ones for ever` +
            (plan.runIds.length === 0 ? '' : `; ${runs(plan.runIds.length)} are older`),
    },
  ];
}

const runs = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
