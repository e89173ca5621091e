import { CircleCheck, CircleDashed, Copy, RotateCw, TriangleAlert } from 'lucide-react';
import type { CheckState, DoctorReport } from '../../../contract/hardware.ts';
import { formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { copyText } from '../../state/clipboard.ts';
import { useDoctor } from '../../state/queries.ts';
import styles from './SettingsPage.module.css';

/** What this machine has and lacks, each with the next step. */
export function MachinePanel() {
  const { data, error, isFetching, refetch } = useDoctor();
  return (
    <Panel
      title="This machine"
      actions={
        <span className={styles.folder}>
          {data !== undefined && (
            <Button kind="quiet" icon={<Copy />} onClick={() => copyText(asText(data), 'Report copied')}>
              Copy report
            </Button>
          )}
          <Button icon={<RotateCw />} disabled={isFetching} onClick={() => void refetch()}>
            {isFetching ? 'Checking' : 'Check again'}
          </Button>
        </span>
      }
    >
      {data !== undefined ? (
        <Report report={data} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : (
        <Loading label="Checking this machine">
          <Skeleton count={8} />
        </Loading>
      )}
    </Panel>
  );
}

const STATES: Readonly<Record<CheckState, { readonly sign: typeof CircleCheck; readonly word: string }>> = {
  ok: { sign: CircleCheck, word: 'ok' },
  warning: { sign: TriangleAlert, word: 'warning' },
  missing: { sign: CircleDashed, word: 'missing' },
};

function Report({ report }: { readonly report: DoctorReport }) {
  return (
    <>
      <ul aria-label="Checks of this machine">
        {report.checks.map(({ id, title, state, detail, nextStep }) => {
          const { sign: Sign, word } = STATES[state];
          return (
            <li key={id} className={styles.check}>
              <span className={styles.state} data-state={state}>
                <Sign aria-hidden="true" />
                {word}
              </span>
              <div>
                <p className={styles.checkTitle}>{title}</p>
                <p className={styles.checkDetail}>{detail}</p>
                {nextStep !== '' && <p className={styles.nextStep}>{nextStep}</p>}
              </div>
            </li>
          );
        })}
      </ul>
      <p className={styles.tookNote}>Checked in {formatDuration(report.tookMs)}.</p>
    </>
  );
}

function asText({ checks }: DoctorReport): string {
  return checks
    .map(({ title, state, detail, nextStep }) =>
      [`${state}: ${title}`, detail, nextStep].filter(Boolean).join('\n  '),
    )
    .join('\n');
}
